/// The option that lets a run's discriminator choose among its sentences.
#pragma once

#include <string>

#include <CLI/CLI.hpp>

namespace lingan::tools {

/// Why an option that changes what is drawn is refused beside --judge: ends "--option has no effect
/// WHY".
inline constexpr const char* kWithJudge =
    "with --judge: the discriminator's odds are against all that the generator writes at "
    "temperature 1";

/// @param judge  takes the name, of kJudgings (run/evaluation/judged_sampling.h).
inline void add_judge(CLI::App& command, std::string& judge) {
  command
      .add_option(
          "--judge", judge,
          "Keep what the run's discriminator takes for real: reject (by chance, as often as "
          "its odds say) or resample (a tenth of 10,000 at a time, in proportion to them)")
      ->check(CLI::IsMember({"reject", "resample"}));
}

}  // namespace lingan::tools
