#include <lingan/base/cpu_quota.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>

namespace lingan {
namespace {

using std::filesystem::path;

/// Keeps the least quota.
void lower(std::optional<double>& least, double quota, double period) {
  if (quota > 0 && period > 0) least = std::min(least.value_or(quota / period), quota / period);
}

/// cpu.max: "200000 100000", or "max 100000".
void read_v2(const path& group, std::optional<double>& least) {
  double quota = 0, period = 0;
  if (std::ifstream(group / "cpu.max") >> quota >> period) lower(least, quota, period);
}

/// cpu.cfs_quota_us: -1 where there is none.
void read_v1(const path& group, std::optional<double>& least) {
  double quota = 0, period = 0;
  if (std::ifstream(group / "cpu.cfs_quota_us") >> quota &&
      std::ifstream(group / "cpu.cfs_period_us") >> period) {
    lower(least, quota, period);
  }
}

/// Reads a group and all above it, up to the mount point. Inside a container the name may be that
/// on the host, whose folders are not there; the mount point then is the container's own group.
void walk_up(const path& mount, path group, std::optional<double>& least,
             void (*read)(const path&, std::optional<double>&)) {
  for (group = group.relative_path(); !group.empty(); group = group.parent_path()) {
    read(mount / group, least);
  }
  read(mount, least);
}

}  // namespace

std::optional<double> cpu_quota(const path& root) {
  std::optional<double> least;
  const path mounts = root / "sys/fs/cgroup";
  std::ifstream groups(root / "proc/self/cgroup");
  for (std::string line; std::getline(groups, line);) {  // "4:cpu,cpuacct:/group"; v2: "0::/group"
    std::istringstream fields(line);
    std::string number, controllers, group;
    std::getline(fields, number, ':');
    std::getline(fields, controllers, ':');
    std::getline(fields, group);
    if (controllers.empty()) {
      walk_up(mounts, group, least, read_v2);
      walk_up(mounts / "unified", group, least, read_v2);
    } else if (("," + controllers + ",").find(",cpu,") != std::string::npos) {
      walk_up(mounts / "cpu", group, least, read_v1);
      walk_up(mounts / "cpu,cpuacct", group, least, read_v1);
    }
  }
  return least;
}

}  // namespace lingan
