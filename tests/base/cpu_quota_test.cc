#include <lingan/base/cpu_quota.h>

#include <filesystem>
#include <fstream>
#include <optional>
#include <string>

#include <gtest/gtest.h>

namespace lingan::cpu_quota_test {
namespace {

namespace fs = std::filesystem;

/// A tree of proc and sys as a kernel would show it.
class CpuQuota : public ::testing::Test {
 protected:
  CpuQuota() { fs::remove_all(root_); }
  ~CpuQuota() override { fs::remove_all(root_); }

  void write(const fs::path& name, const std::string& text) const {
    fs::create_directories((root_ / name).parent_path());
    std::ofstream(root_ / name) << text << '\n';
  }
  std::optional<double> quota() const { return cpu_quota(root_); }

 private:
  const fs::path root_ =
      fs::temp_directory_path() /
      (std::string("lingan-") + ::testing::UnitTest::GetInstance()->current_test_info()->name());
};

TEST_F(CpuQuota, IsThatOfAContainerWithVersion2) {
  write("proc/self/cgroup", "0::/");
  write("sys/fs/cgroup/cpu.max", "250000 100000");
  EXPECT_EQ(quota(), 2.5);
}

TEST_F(CpuQuota, IsThatOfAContainerWithVersion1) {
  write("proc/self/cgroup", "5:memory:/docker/abc\n4:cpu,cpuacct:/docker/abc\n1:name=systemd:/");
  // The mount point is the container's own group, whatever its name on the host.
  write("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "200000");
  write("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000");
  EXPECT_EQ(quota(), 2.0);
}

TEST_F(CpuQuota, IsTheLeastOfAGroupAndThoseAboveIt) {
  write("proc/self/cgroup", "0::/user.slice/job.scope");
  write("sys/fs/cgroup/user.slice/job.scope/cpu.max", "max 100000");
  write("sys/fs/cgroup/user.slice/cpu.max", "150000 50000");
  EXPECT_EQ(quota(), 3.0);
  write("sys/fs/cgroup/user.slice/job.scope/cpu.max", "50000 100000");
  EXPECT_EQ(quota(), 0.5);
}

TEST_F(CpuQuota, IsReadFromBothVersionsWhereTheyAreMixed) {
  write("proc/self/cgroup", "2:cpu:/jobs\n0::/");
  write("sys/fs/cgroup/unified/cpu.max", "400000 100000");
  write("sys/fs/cgroup/cpu/jobs/cpu.cfs_quota_us", "600000");
  write("sys/fs/cgroup/cpu/jobs/cpu.cfs_period_us", "100000");
  EXPECT_EQ(quota(), 4.0);
}

TEST_F(CpuQuota, IsNoneWhereNothingLimits) {
  EXPECT_EQ(quota(), std::nullopt);
  write("proc/self/cgroup", "4:cpuset:/\n3:cpu:/\n0::/");
  write("sys/fs/cgroup/cpu.max", "max 100000");
  write("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "-1");
  write("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000");
  EXPECT_EQ(quota(), std::nullopt);
}

TEST_F(CpuQuota, IsNoneWhereFilesHoldNoNumbers) {
  write("proc/self/cgroup", "nonsense\n3:cpu\n0::");
  write("sys/fs/cgroup/cpu.max", "100000 0");
  write("sys/fs/cgroup/cpu/cpu.cfs_quota_us", "many");
  EXPECT_EQ(quota(), std::nullopt);
}

}  // namespace
}  // namespace lingan::cpu_quota_test
