#include <lingan/base/default_threads.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>

#include "tests/heard_notices.h"

namespace lingan::default_threads_test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

/// Puts affinity and environment back when a test ends.
class DefaultThreadsTest : public ::testing::Test {
 protected:
  DefaultThreadsTest() {
    ::sched_getaffinity(0, sizeof affinity_, &affinity_);
    if (const char* value = std::getenv("OMP_NUM_THREADS")) asked_ = value;
    ::unsetenv("OMP_NUM_THREADS");
  }
  ~DefaultThreadsTest() override {
    ::sched_setaffinity(0, sizeof affinity_, &affinity_);
    asked_ ? ::setenv("OMP_NUM_THREADS", asked_->c_str(), 1) : ::unsetenv("OMP_NUM_THREADS");
  }

  int cores() const { return CPU_COUNT(&affinity_); }

 private:
  cpu_set_t affinity_;
  std::optional<std::string> asked_;
};

const fs::path kNoLimits = "/nonexistent";

TEST_F(DefaultThreadsTest, AreOneForEachCoreThatMayBeUsed) {
  EXPECT_EQ(default_threads(kNoLimits).count, cores());
}

TEST_F(DefaultThreadsTest, FollowAffinity) {
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(::sched_getcpu(), &one);
  ASSERT_EQ(::sched_setaffinity(0, sizeof one, &one), 0);
  EXPECT_EQ(default_threads(kNoLimits).count, 1);
}

TEST_F(DefaultThreadsTest, AreNoMoreThanOpenMpIsGiven) {
  if (cores() == 1) GTEST_SKIP() << "one core bounds it already";
  ::setenv("OMP_NUM_THREADS", "1,4", 1);
  EXPECT_EQ(default_threads(kNoLimits).count, 1);
  EXPECT_THAT(default_threads(kNoLimits).reason, StartsWith("OMP_NUM_THREADS=1; "));
  ::setenv("OMP_NUM_THREADS", "100000", 1);
  EXPECT_EQ(default_threads(kNoLimits).count, cores());
}

// OpenMP 5.2, section 21.1.2: a list of positive integers; white space around them is allowed.
TEST_F(DefaultThreadsTest, TakeOpenMpsNumberOrTheFirstOfItsList) {
  const testing::HeardNotices notices;
  const std::vector<std::string>& heard = notices.texts;
  for (const char* text : {"4", "04", "+4", " 4 ", "4,2", " 4 , 2 ,1"}) {
    ::setenv("OMP_NUM_THREADS", text, 1);
    EXPECT_EQ(openmp_threads(), 4) << text;
  }
  for (const char* text : {"", " "}) {
    ::setenv("OMP_NUM_THREADS", text, 1);
    EXPECT_EQ(openmp_threads(), std::nullopt);
  }
  EXPECT_THAT(heard, ::testing::IsEmpty());
}

TEST_F(DefaultThreadsTest, TellOfAnOpenMpNumberThatIsNone) {
  const testing::HeardNotices notices;
  const std::vector<std::string>& heard = notices.texts;
  size_t told = 0;
  for (const char* text : {"many", "-4", "0", "4,", ",4", "4,0", "4 2", "4x", "0x4", "4.0",
                           "99999999999999999999", "4\n2"}) {
    ::setenv("OMP_NUM_THREADS", text, 1);
    EXPECT_EQ(default_threads(kNoLimits).count, cores()) << text;
    ASSERT_EQ(heard.size(), ++told) << text;
    EXPECT_THAT(heard.back(), AllOf(StartsWith("OMP_NUM_THREADS=\""), Not(HasSubstr("\n"))));
  }
}

TEST_F(DefaultThreadsTest, AreTheWholeCpusOfAQuotaButAtLeastOne) {
  if (cores() == 1) GTEST_SKIP() << "one core bounds it already";
  const fs::path root = fs::temp_directory_path() / "lingan-default-threads";
  for (const auto& [quota, count] : {std::pair("190000", 1), std::pair("20000", 1)}) {
    fs::create_directories(root / "proc/self");
    fs::create_directories(root / "sys/fs/cgroup");
    std::ofstream(root / "proc/self/cgroup") << "0::/\n";
    std::ofstream(root / "sys/fs/cgroup/cpu.max") << quota << " 100000\n";
    EXPECT_EQ(default_threads(root).count, count);
  }
  EXPECT_THAT(default_threads(root).reason, StartsWith("cgroup quota of 0.2 CPUs; "));
  fs::remove_all(root);
}

}  // namespace
}  // namespace lingan::default_threads_test
