/// How many threads suit this process, if nobody says.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace lingan {

/// A number of threads and where it comes from.
struct DefaultThreads {
  int count = 1;       ///< >= 1
  std::string reason;  ///< for users: "cgroup quota of 2.0 CPUs; 64 cores"
};

/// What OMP_NUM_THREADS asks for: the first number of its list (`4`, or `4,2` for nested loops).
/// @return nothing if it is not set or empty, or if it is no list of numbers from 1 on, of which a
/// notice is given.
std::optional<int> openmp_threads();

/// The least of: the cores that the process may run on (affinity), the whole CPUs of its control
/// groups' quota, and openmp_threads().
/// @param root  as in cpu_quota.
DefaultThreads default_threads(const std::filesystem::path& root = "/");

}  // namespace lingan
