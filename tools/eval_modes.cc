#include "tools/eval_modes.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <lingan/metrics/likelihood.h>
#include <lingan/metrics/metric_cards.h>
#include <lingan/metrics/protocol.h>

#include "tools/judge_option.h"

namespace lingan::tools {
namespace {

/// Whether a metric is among those that are measured where none is named.
bool is_default(const EvalOptions& options, const metrics::MetricCard& card) {
  if (!options.significance.empty()) return card.corpus_score != nullptr;
  if (card.trains_network) return false;
  const engine::SamplingOptions& sampling = options.sampling;
  const bool all_kept = sampling.top_k == 0 && sampling.top_p == 1.0 && options.judge.empty();
  if (metrics::is_under_generator(card)) return !options.run.empty() && all_kept;
  if (card.needs == metrics::Needs::kModel) return !options.run.empty();
  if (card.needs == metrics::Needs::kVectors) return options.run.empty();
  if (card.needs == metrics::Needs::kGrammar && options.grammar.empty()) return false;
  return !options.run.empty() || !options.hypotheses.empty();
}

/// Whether a metric that was asked for has a property.
bool any_metric(const EvalOptions& options, bool (*has)(const metrics::MetricCard&)) {
  if (options.metrics.empty()) {
    const auto cards = metrics::metric_cards();
    return std::any_of(cards.begin(), cards.end(), [&](const metrics::MetricCard& card) {
      return has(card) && is_default(options, card);
    });
  }
  return std::any_of(options.metrics.begin(), options.metrics.end(), [&](const auto& name) {
    return has(*metrics::parse_metric(name, options.max_order).front().card);
  });
}

/// Whether a likelihood under the generator is named. (By default it is left out where it has no
/// value.)
bool names_likelihood(const EvalOptions& options) {
  return !options.metrics.empty() && any_metric(options, metrics::is_under_generator);
}

bool any_family(const EvalOptions& options) {
  if (options.metrics.empty()) return !options.run.empty() || !options.hypotheses.empty();
  return std::any_of(options.metrics.begin(), options.metrics.end(), [&](const auto& name) {
    const auto* card = metrics::parse_metric(name, options.max_order).front().card;
    return card->first_order > 0 && name == card->name;
  });
}

/// Whether a metric takes the tokens of --tokenizer.
bool any_takes_tokens(const EvalOptions& options) {
  if (options.tokenize == "none" || learns_vectors(options)) return true;
  return any_metric(options, [](const metrics::MetricCard& card) {
    return card.needs != metrics::Needs::kModel && card.needs != metrics::Needs::kVectors &&
           !card.reads_text;
  });
}

bool reads_text_files(const EvalOptions& options) {
  return !options.hypotheses.empty() || !options.references.empty() || !options.training.empty();
}

/// Options that say how sentences are drawn.
void add_sampling_rules(OptionModes& modes, const EvalOptions& options) {
  modes.only(
      {"--sentences", "--seed", "--temperature", "--top-k", "--top-p", "--judge"},
      [&options] { return !options.run.empty(); },
      "on --hypotheses: it is about sentences drawn from a run");
  modes.only(
      {"--temperature", "--top-k", "--top-p"}, [&options] { return options.judge.empty(); },
      kWithJudge);
  modes.only(
      {"--top-k", "--top-p"}, [&options] { return !names_likelihood(options); },
      "on likelihoods under the generator, such as nll-gen: real text may have no probability "
      "then; "
      "leave them out, or use --temperature");
  modes.only(
      {"--judge"}, [&options] { return !names_likelihood(options); },
      "on likelihoods under the generator, such as nll-gen, which are its own; leave them out");
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
  const auto of_real = [](const MetricCard& card) {
    return card.needs == Needs::kReferences || card.measures_real;
  };
  const auto of_vectors = [](const MetricCard& card) { return card.needs == Needs::kVectors; };
  only({"--hypothesis-vectors", "--reference-vectors", "--encoder", "--encoder-timeout"},
       of_vectors);
  modes.only(
      {"--references"},
      [&options, of_real, of_vectors] {
        return any_metric(options, of_real) || options.yardsticks.anchors ||
               (!options.encoder.empty() && any_metric(options, of_vectors)) ||
               learns_vectors(options);
      },
      "on the metrics that are asked for");
  only({"--grammar"}, [](const MetricCard& card) {
    return card.needs == Needs::kGrammar || card.of_distributions;
  });
  modes.only(
      {"--train"},
      [&options] {
        return options.yardsticks.gaps || any_metric(options, [](const MetricCard& card) {
                 return card.needs == Needs::kTraining;
               });
      },
      "on the metrics that are asked for");
  only({"--anchors"}, [](const MetricCard& card) { return card.needs != Needs::kModel; });
  only({"--gaps"}, [](const MetricCard& card) {
    return card.needs == Needs::kReferences || metrics::is_of_real_sentences(card);
  });
  only({"--sentences", "--seed", "--top-k", "--top-p", "--judge"},
       [](const MetricCard& card) { return !card.measures_real; });
  only({"--temperature"}, [](const MetricCard& card) {
    return !card.measures_real || metrics::is_under_generator(card);
  });
  modes.only(
      {"--tokenizer"}, [&options] { return any_takes_tokens(options); },
      "on metrics that split text by themselves, or look at none");
  only({"--pad-to"}, [](const MetricCard& card) { return card.padded; });
  only({"--protocol"}, [](const MetricCard& card) { return card.by_protocol; });
  modes.only(
      {"--tokenize"},
      [&options] {
        if (options.metrics.empty()) return !options.significance.empty();
        return any_metric(options, [](const MetricCard& card) { return card.by_tokenization; });
      },
      "on metrics other than sacrebleu");
  only({"--smoothing"}, [](const MetricCard& card) { return card.smoothed; });
  modes.only(
      {"--max-order"}, [&options] { return any_family(options); },
      "on metrics with an order of their own");
}

/// What stands beside the values.
void add_yardstick_rules(OptionModes& modes, const EvalOptions& options) {
  modes.only(
      {"--intervals", "--anchors", "--gaps"}, [&options] { return options.significance.empty(); },
      "beside --significance, which has intervals of its own");
  modes.only(
      {"--anchors", "--gaps"},
      [&options] {
        const auto* protocol = card_named(metrics::protocols(), options.protocol);
        return protocol == nullptr || !protocol->paired;
      },
      "under a protocol that pairs lines: a reference belongs to one hypothesis alone");
  modes.only(
      {"--anchors"},
      [&options] {
        return !options.run.empty() || !options.references.empty() ||
               !options.reference_vectors.empty();
      },
      "without real text: give --references");
  modes.only(
      {"--gaps"},
      [&options] {
        return !options.run.empty() || (!options.references.empty() && !options.training.empty());
      },
      "without held-out and training text: give --references and --train");
}

}  // namespace

bool learns_vectors(const EvalOptions& options) {
  const bool has_files = !options.hypothesis_vectors.empty() && !options.reference_vectors.empty();
  const bool are_given = has_files || !options.encoder.empty();
  const bool has_text = !options.run.empty() || !options.references.empty();
  const auto metrics = metrics::parse_metrics(options.metrics, options.max_order);
  return !are_given && has_text && std::ranges::any_of(metrics, [](const auto& metric) {
    return metric.card->needs == metrics::Needs::kVectors;
  });
}

OptionModes eval_modes(const EvalOptions& options) {
  OptionModes modes;
  add_sampling_rules(modes, options);
  modes.only(
      {"--hypothesis-vectors", "--reference-vectors", "--encoder"},
      [&options] { return options.run.empty(); },
      "on a run; measure what lingan sample draws from it");
  modes.only(
      {"--encoder-timeout"}, [&options] { return !options.encoder.empty(); }, "without --encoder");
  modes.only(
      {"--input-format"}, [&options] { return options.run.empty(); },
      "on a run: its text files are text");
  modes.only(
      {"--on-bad-text", "--input-format"}, [&options] { return reads_text_files(options); },
      "without a file of text: --hypotheses, --references or --train");
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
  add_yardstick_rules(modes, options);
  add_metric_rules(modes, options);
  return modes;
}

}  // namespace lingan::tools
