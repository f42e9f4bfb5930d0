/// How many threads suit this process, if nobody says.
#pragma once

#include <filesystem>
#include <string>

namespace lingan {

/// A number of threads and where it comes from.
struct DefaultThreads {
  int count = 1;       ///< >= 1
  std::string reason;  ///< for users: "cgroup quota of 2.0 CPUs; 64 cores"
};

/// The least of: the cores that the process may run on (affinity), the whole CPUs of its control
/// groups' quota, and OMP_NUM_THREADS where that is set to a number.
/// @param root  as in cpu_quota.
DefaultThreads default_threads(const std::filesystem::path& root = "/");

}  // namespace lingan
