#include <lingan/base/default_threads.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <sched.h>
#include <unistd.h>

#include <lingan/base/cpu_quota.h>
#include <lingan/base/notice.h>
#include <lingan/base/number.h>
#include <lingan/base/option_key.h>

namespace lingan {
namespace {

int cores_online() { return std::max(1, static_cast<int>(::sysconf(_SC_NPROCESSORS_ONLN))); }

int cores_allowed() {
  cpu_set_t set;
  if (::sched_getaffinity(0, sizeof set, &set) != 0) return cores_online();
  return std::max(1, CPU_COUNT(&set));
}

/// Without the spaces around it.
std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kSpaces = " \t\n\v\f\r";
  const size_t begin = std::min(text.find_first_not_of(kSpaces), text.size());
  return text.substr(begin, text.find_last_not_of(kSpaces) + 1 - begin);
}

/// The numbers of a list, as OpenMP takes them; nothing if one is none.
std::optional<std::vector<int>> parse_list(std::string_view text) {
  std::vector<int> numbers;
  for (size_t comma = 0; comma != std::string_view::npos;) {
    comma = text.find(',');
    const std::optional<int> number = parse_number<int>(trimmed(text.substr(0, comma)));
    if (!number || *number < 1) return std::nullopt;
    numbers.push_back(*number);
    text.remove_prefix(std::min(comma, text.size() - 1) + 1);
  }
  return numbers;
}

std::string plural(int cores) { return fmt::format("{} core{}", cores, cores == 1 ? "" : "s"); }

}  // namespace

std::optional<int> openmp_threads() {
  const char* const text = std::getenv("OMP_NUM_THREADS");
  if (text == nullptr || trimmed(text).empty()) return std::nullopt;
  if (const auto numbers = parse_list(text)) return numbers->front();
  notice_once(fmt::format(
      "OMP_NUM_THREADS={}: no number of threads from 1 on, nor a list of such (4,2); it is ignored",
      quote_toml(text)));
  return std::nullopt;
}

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
          fmt::format("cgroup quota of {:.3g} CPUs", *quota));
  }
  if (const auto asked = openmp_threads()) lower(*asked, fmt::format("OMP_NUM_THREADS={}", *asked));
  return least;
}

}  // namespace lingan
