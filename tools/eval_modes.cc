#include "tools/eval_modes.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <lingan/metrics/metric_cards.h>

namespace lingan::tools {
namespace {

/// Whether a metric that was asked for has a property.
bool any_metric(const EvalOptions& options, bool (*has)(const metrics::MetricCard&)) {
  if (options.metrics.empty()) {
    const auto cards = metrics::metric_cards();
    return std::any_of(cards.begin(), cards.end(), [&](const metrics::MetricCard& card) {
      return has(card) && (card.needs != metrics::Needs::kModel || !options.run.empty());
    });
  }
  return std::any_of(options.metrics.begin(), options.metrics.end(), [&](const auto& name) {
    return has(*metrics::parse_metric(name, options.max_order).front().card);
  });
}

bool any_family(const EvalOptions& options) {
  return options.metrics.empty() ||
         std::any_of(options.metrics.begin(), options.metrics.end(), [&](const auto& name) {
           const auto* card = metrics::parse_metric(name, options.max_order).front().card;
           return card->first_order > 0 && name == card->name;
         });
}

/// Whether a metric takes the tokens of --tokenizer.
bool any_takes_tokens(const EvalOptions& options) {
  if (options.tokenize == "none") return true;
  if (options.metrics.empty()) return options.significance.empty();
  return any_metric(options, [](const metrics::MetricCard& card) {
    return card.needs != metrics::Needs::kModel && !card.reads_text;
  });
}

/// Options that only some metrics look at.
void add_metric_rules(OptionModes& modes, const EvalOptions& options) {
  using metrics::MetricCard;
  using metrics::Needs;
  const auto only = [&](std::vector<std::string> names, bool (*has)(const MetricCard&)) {
    modes.only(
        std::move(names), [&options, has] { return any_metric(options, has); },
        "on the metrics that are asked for");
  };
  only({"--references"},
       [](const MetricCard& card) { return card.needs == Needs::kReferences || card.scores_real; });
  only({"--train"}, [](const MetricCard& card) { return card.needs == Needs::kTraining; });
  only({"--sentences", "--seed"}, [](const MetricCard& card) { return !card.scores_real; });
  modes.only(
      {"--tokenizer"}, [&options] { return any_takes_tokens(options); },
      "on metrics that split text by themselves, or look at none");
  only({"--pad-to"}, [](const MetricCard& card) { return card.name == "nll-gen-padded"; });
  only({"--protocol"}, [](const MetricCard& card) { return card.by_protocol; });
  modes.only(
      {"--tokenize"},
      [&options] {
        if (options.metrics.empty()) return !options.significance.empty();
        return any_metric(options, [](const MetricCard& card) { return card.name == "sacrebleu"; });
      },
      "on metrics other than sacrebleu");
  only({"--smoothing"}, [](const MetricCard& card) { return card.smoothed; });
  modes.only(
      {"--max-order"}, [&options] { return any_family(options); },
      "on metrics with an order of their own");
}

}  // namespace

OptionModes eval_modes(const EvalOptions& options) {
  OptionModes modes;
  modes.only(
      {"--sentences", "--seed"}, [&options] { return !options.run.empty(); },
      "on --hypotheses: it is about sentences drawn from a run");
  modes.only(
      {"--on-bad-text"},
      [&options] {
        return options.run.empty() || !options.references.empty() || !options.training.empty();
      },
      "without a file of text: --references or --train");
  modes.only(
      {"--input-format"}, [&options] { return options.run.empty(); },
      "on a run: its text files are text");
  modes.only(
      {"--signatures"}, [&options] { return options.format == "table"; },
      "on --format json, which has them");
  modes.only(
      {"--significance"}, [&options] { return options.hypotheses.size() > 1; },
      "on one system: name --hypotheses once for each");
  modes.only(
      {"--train", "--smoothing", "--max-order"},
      [&options] { return options.significance.empty(); },
      "on metrics that --significance can test");
  add_metric_rules(modes, options);
  return modes;
}

}  // namespace lingan::tools
