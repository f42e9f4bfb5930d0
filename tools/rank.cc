/// `lingan rank`: the items that a run chooses for a query, and what its rankings are worth.
#include "tools/rank.h"

#include <memory>

#include "tools/command.h"
#include "tools/number_option.h"
#include "tools/option_modes.h"

namespace lingan::tools {
namespace {

constexpr const char* kExamples = R"(
Items that the query has in the training pairs are left out of its ranking. Metrics are means over the
queries of the test pairs (--test, --test-share of lingan train), or else of the held-out pairs. An item
that no training pair has is ranked like the others, and counts where it is relevant.

Examples:
  lingan rank runs/films
  lingan rank runs/films --format json
  lingan rank runs/films --query "user 17" -n 5)";

}  // namespace

void add_rank_command(CLI::App& program) {
  auto* command = program.add_subcommand("rank", "Rank items for queries, by a run on pairs");
  command->footer(kExamples);
  auto options = std::make_shared<RankOptions>();
  command->add_option("run", options->run, "Folder of the run, of lingan train --pairs")
      ->required();
  command->add_option("--query", options->query,
                      "Print the best items of this query, each with its probability after a tab; "
                      "default: metrics of the held-out pairs");
  add_number(*command, "-n,--items", options->items, "How many items; 0: all",
             {0, int64_t{1} << 32});
  command->add_option("--format", options->format, "Of metrics: table or json")
      ->check(CLI::IsMember({"table", "json"}))
      ->capture_default_str();
  options->machine.add_to(*command);
  OptionModes modes;
  modes.only(
      {"--items"}, [options] { return !options->query.empty(); },
      "without --query, whose items are counted");
  modes.only(
      {"--format"}, [options] { return options->query.empty(); },
      "with --query, whose items are lines");
  command->callback([options, command, modes] {
    modes.check(*command);
    rank(*options);
  });
}

}  // namespace lingan::tools
