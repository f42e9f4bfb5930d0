#include <lingan/base/default_threads.h>

#include <algorithm>
#include <cstdlib>
#include <optional>

#include <fmt/format.h>
#include <sched.h>
#include <unistd.h>

#include <lingan/base/cpu_quota.h>

namespace lingan {
namespace {

int cores_online() { return std::max(1, static_cast<int>(::sysconf(_SC_NPROCESSORS_ONLN))); }

int cores_allowed() {
  cpu_set_t set;
  if (::sched_getaffinity(0, sizeof set, &set) != 0) return cores_online();
  return std::max(1, CPU_COUNT(&set));
}

/// The first number of OMP_NUM_THREADS, which may be a list: "4,2".
std::optional<int> asked_of_openmp() {
  const char* text = std::getenv("OMP_NUM_THREADS");
  const long number = text ? std::strtol(text, nullptr, 10) : 0;
  if (number < 1) return {};
  return static_cast<int>(std::min(number, 4096L));
}

std::string plural(int cores) { return fmt::format("{} core{}", cores, cores == 1 ? "" : "s"); }

}  // namespace

DefaultThreads default_threads(const std::filesystem::path& root) {
  const int online = cores_online();
  const int allowed = cores_allowed();
  DefaultThreads least = {online, "one for each core"};
  const auto lower = [&](int count, const std::string& reason) {
    if (count < least.count) least = {count, reason + "; " + plural(online)};
  };
  lower(allowed, fmt::format("affinity to {}", plural(allowed)));
  if (const auto quota = cpu_quota(root)) {
    lower(std::max(1, static_cast<int>(*quota)),
          fmt::format("cgroup quota of {:.1f} CPUs", *quota));
  }
  if (const auto asked = asked_of_openmp())
    lower(*asked, fmt::format("OMP_NUM_THREADS={}", *asked));
  return least;
}

}  // namespace lingan
