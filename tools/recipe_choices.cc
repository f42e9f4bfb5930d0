#include "tools/recipe_choices.h"

#include <array>
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <lingan/base/card.h>
#include <lingan/gan/objectives/objective_cards.h>
#include <lingan/gan/recipe/recipe_keys.h>
#include <lingan/gan/strategies/baseline_cards.h>
#include <lingan/gan/strategies/embedding_estimator_cards.h>
#include <lingan/gan/strategies/gumbel_estimator_cards.h>
#include <lingan/gan/strategies/reward_cards.h>
#include <lingan/gan/strategies/reward_shape_cards.h>
#include <lingan/gan/strategies/strategy_cards.h>
#include <lingan/gan/strategies/temperature_schedule.h>
#include <lingan/metrics/metric_cards.h>
#include <lingan/metrics/protocol.h>
#include <lingan/model/discriminators/discriminator_cards.h>
#include <lingan/model/generators/generator_cards.h>
#include <lingan/model/optimizers/rate_schedules.h>
#include <lingan/text/tokenizer/tokenizer_cards.h>

#include "tools/text_table.h"

namespace lingan::tools {
namespace {

using Rows = std::vector<std::array<std::string, 3>>;

/// A kind of variant.
struct Kind {
  std::string_view name;
  std::string_view summary;
  std::string_view chosen;  ///< by which key or option
  Rows (*variants)();
};

template <AnyCard C>
void add(std::span<const C> cards, Rows& rows) {
  for (const C& card : cards) {
    rows.push_back({std::string(card.name), std::string(card.summary), std::string(card.paper)});
  }
}

/// The variants of one table or several.
template <auto... Tables>
Rows rows_of() {
  Rows rows;
  (add(Tables(), rows), ...);
  return rows;
}

constexpr std::array kKinds = {
    Kind{"tokenizer", "text to ids and back", "train --tokenizer", rows_of<tokenizers>},
    Kind{"generator", "the network that writes", "generator.cell", rows_of<generators>},
    Kind{"discriminator", "the network that judges", "discriminator.kind", rows_of<discriminators>},
    Kind{"objective", "what a judgement costs D and is worth to G", "objective.name",
         rows_of<objectives>},
    Kind{"strategy", "how a judgement reaches G through discrete tokens", "strategy.name",
         rows_of<strategies>},
    Kind{"reward", "what a judgement of a sentence is worth", "strategy.policy-gradient.reward",
         rows_of<rewards>},
    Kind{"reward-shape", "what is made of a batch's rewards",
         "strategy.policy-gradient.reward_shape", rows_of<reward_shapes>},
    Kind{"baseline", "what is taken off rewards", "strategy.policy-gradient.baseline",
         rows_of<baselines>},
    Kind{"estimator", "which token a relaxed one passes for", "strategy.*.estimator",
         rows_of<gumbel_estimators, embedding_estimators>},
    Kind{"schedule", "beta of step i of N, from s (schedule_start, or 1) to beta_max",
         "strategy.*.schedule", rows_of<temperature_schedules>},
    Kind{"rate-schedule", "how the learning rate falls over a phase", "optimizer.*.schedule",
         rows_of<rate_schedules>},
    Kind{"metric", "what a sample is measured by", "eval --metrics",
         rows_of<metrics::metric_cards>},
    Kind{"protocol", "which sentences BLEU and Self-BLEU compare", "eval --protocol",
         rows_of<metrics::protocols>},
};

std::string describe(const Kind& kind) {
  return fmt::format("{}: {} ({})\n", kind.name, kind.summary, kind.chosen) +
         format_table(kind.variants());
}

/// The keys of a kind's tables: `[strategy]`, `[strategy.policy-gradient]`, ...
std::string describe_keys(std::string_view kind) {
  Recipe defaults;
  std::string text;
  std::string_view table;
  Rows rows;
  const auto finish_table = [&] {
    if (!rows.empty()) text += fmt::format("\n[{}]\n", table) + format_table(rows);
    rows.clear();
  };
  for (const auto& [key_table, option, options, why_idle] : recipe_keys()) {
    if (key_table != table) finish_table();
    table = key_table;
    if (key_table != kind && !key_table.starts_with(std::string(kind) + ".")) continue;
    rows.push_back({fmt::format("{} = {}", option.name, option.text(options(defaults))),
                    option.allowed(), std::string(option.meaning)});
  }
  finish_table();
  return text;
}

}  // namespace

std::string known_kinds() {
  return fmt::format("{}", fmt::join(card_names(std::span<const Kind>(kKinds)), ", "));
}

std::string describe_choices() {
  std::string text;
  for (const Kind& kind : kKinds) {
    if (!text.empty()) text += '\n';
    text += describe(kind);
  }
  return text;
}

std::string describe_choices(std::string_view kind) {
  const Kind& known = find_card(std::span<const Kind>(kKinds), kind, "kind");
  return describe(known) + describe_keys(kind);
}

}  // namespace lingan::tools
