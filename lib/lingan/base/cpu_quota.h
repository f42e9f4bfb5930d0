/// How much of a processor the process's control groups leave it.
#pragma once

#include <filesystem>
#include <optional>

namespace lingan {

/// The least CPU quota of the process's control group and those above it, in CPUs (`docker run
/// --cpus=2.5` gives 2.5), from cgroup v2's cpu.max or v1's cpu.cfs_quota_us; none: not limited.
/// @param root  folder that holds proc/self/cgroup and sys/fs/cgroup.
std::optional<double> cpu_quota(const std::filesystem::path& root = "/");

}  // namespace lingan
