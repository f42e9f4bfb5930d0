#include <lingan/run/run_lock.h>

#include <gtest/gtest.h>

#include <optional>

#include <sys/wait.h>
#include <unistd.h>

#include <lingan/base/error.h>

#include "tests/test_data.h"

namespace lingan::run_lock_test {
namespace {

TEST(RunLock, KeepsOthersOutWhileItLives) {
  const testing::TemporaryFolder folder;
  std::optional<RunLock> lock(folder.path());
  EXPECT_THROW(RunLock(folder.path()), IoError);
  lock.reset();
  EXPECT_NO_THROW(RunLock(folder.path()));
}

TEST(RunLock, DiesWithItsOwner) {
  const testing::TemporaryFolder folder;
  const pid_t child = ::fork();
  if (child == 0) {
    const RunLock lock(folder.path());
    ::raise(SIGKILL);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFSIGNALED(status));
  EXPECT_NO_THROW(RunLock(folder.path()));
}

TEST(RunLock, NeedsAFolder) {
  const testing::TemporaryFolder folder;
  EXPECT_THROW(RunLock(folder.path() / "absent"), IoError);
}

}  // namespace
}  // namespace lingan::run_lock_test
