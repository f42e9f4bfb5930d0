#include <lingan/run/run_likelihood.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include <lingan/gan/recipe/source_use.h>
#include <lingan/metrics/likelihood.h>
#include <lingan/metrics/no_value.h>
#include <lingan/metrics/yardsticks/bootstrap.h>
#include <lingan/metrics/yardsticks/intervals.h>
#include <lingan/model/latent_rollouts.h>
#include <lingan/model/oracle.h>
#include <lingan/model/tempered_generator.h>

namespace lingan {
namespace {

/// ln p of every token of a batch under a generator, with the batch's shape.
struct Likelihoods {
  std::vector<float> log_probabilities;
  metrics::TokenLikelihoods view;

  /// Empty where no sentence has a probability.
  Likelihoods(const engine::Rollouts& rollouts, const TokenBatch& batch)
      : log_probabilities(batch.rows > 0 && rollouts.has_likelihood()
                              ? rollouts.log_probabilities(batch)
                              : std::vector<float>()),
        view{log_probabilities, batch.lengths, batch.width} {}
  Likelihoods(const Likelihoods&) = delete;
  Likelihoods& operator=(const Likelihoods&) = delete;
};

/// What a likelihood is that leaves open which latent code a sentence came of.
const std::string kOfCodes = fmt::format(
    "an average over {} fixed latent codes; over all codes it is, in the mean, no higher",
    LatentRollouts::kComponents);

/// A metric without a value, and why.
metrics::MetricValue without_value(std::string name, std::string why) {
  return {std::move(name), std::numeric_limits<double>::quiet_NaN(), std::move(why)};
}

/// Gives a value the interval of the sentences that were scored.
/// @param padded  tokens, of nll-gen-padded.
void add_interval(const metrics::TokenLikelihoods& scored, int32_t padded,
                  metrics::MetricValue& value) {
  metrics::SentenceSums sums = metrics::nll_sums(scored);
  if (value.name == "perplexity") {
    sums.score = [](std::span<const double> totals) { return std::exp(totals[0] / totals[1]); };
  }
  if (value.name == "nll-gen-padded") {
    for (size_t tokens = 1; tokens < sums.values.size(); tokens += 2) sums.values[tokens] = padded;
  }
  try {
    const auto [low, high] = metrics::bootstrap_interval(sums);
    value.interval = {.low = low, .high = high, .by = "bootstrap"};
  } catch (const metrics::NoValue& reason) {
    metrics::add_note(value, std::string("no interval: ") + reason.what());
  }
}

bool is_among(std::string_view name, const std::vector<std::string>& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// Whether one of the named metrics is one of real sentences under the generator.
bool generator_scores_real(const std::vector<std::string>& names) {
  return is_among("nll-gen", names) || is_among("nll-gen-padded", names) ||
         is_among("perplexity", names);
}

std::vector<std::string> those_of_an_oracle(const std::vector<std::string>& names) {
  std::vector<std::string> some;
  for (const char* name : {"nll-oracle", "nll-oracle-real"}) {
    if (is_among(name, names)) some.emplace_back(name);
  }
  return some;
}

}  // namespace

bool score_real_sentences(const std::vector<std::string>& names) {
  return generator_scores_real(names) || is_among("nll-oracle-real", names);
}

std::unique_ptr<engine::Rollouts> likelihood_rollouts(Generator& generator, const RunSpec& spec,
                                                      double temperature) {
  const SpecialTokens& specials = spec.tokenizer->specials();
  if (temperature == 1.0 || !generator.has_likelihood()) return generator.rollouts(specials);
  return tempered(generator, temperature)->rollouts(specials);
}

std::vector<metrics::MetricValue> run_likelihoods(const engine::Rollouts& rollouts,
                                                  const RunSpec& spec,
                                                  const LikelihoodSentences& sentences,
                                                  const std::vector<std::string>& names) {
  std::vector<metrics::MetricValue> values;
  const bool has_likelihood = rollouts.has_likelihood();
  const bool has_code = spec.recipe.generator.latent_width > 0;
  const auto with_code = [&](std::string_view name, const std::string& note) {
    if (!has_code || name.starts_with("nll-oracle")) return note;
    return (note.empty() ? "" : note + "; ") + kOfCodes;
  };
  const auto add = [&](const char* name, const auto& metric, const Likelihoods& scored,
                       const std::string& note) {
    if (!is_among(name, names)) return;
    if (!has_likelihood && !std::string_view(name).starts_with("nll-oracle")) {
      return values.push_back(without_value(name, "the generator gives no sentence a probability"));
    }
    if (scored.view.lengths.empty()) return values.push_back(without_value(name, note));
    values.push_back({name, metric(scored.view), with_code(name, note)});
    metrics::MetricValue& last = values.back();
    if (sentences.intervals) {
      const int32_t padded = sentences.pad_to > 0 ? sentences.pad_to : scored.view.width;
      add_interval(scored.view, padded, last);
    }
    if (std::isinf(last.value) && note.empty()) last.note = "infinite: above the largest number";
  };
  const bool none = sentences.real.rows == 0 && sentences.left_out.empty();
  const bool goes_by_sources = reads_sources(spec.recipe);
  const bool lack_labels = (!spec.labels.empty() || goes_by_sources) && sentences.real.rows > 0 &&
                           sentences.real.labels.empty();
  const std::string what_lacks =
      goes_by_sources ? "the sentences have no sources, and the generator goes by them"
                      : "the sentences have no labels, and the generator has one for each";
  const std::string note = none          ? "the run holds no text back"
                           : lack_labels ? what_lacks
                                         : sentences.left_out;
  if (generator_scores_real(names)) {
    const TokenBatch nothing;
    const Likelihoods scored(rollouts, lack_labels ? nothing : sentences.real);
    add("nll-gen", metrics::nll_per_token, scored, note);
    const int32_t padded = sentences.pad_to > 0 ? sentences.pad_to : scored.view.width;
    const auto with_padding = [padded](const metrics::TokenLikelihoods& likelihoods) {
      return metrics::nll_with_padding(likelihoods, padded);
    };
    std::string padded_note = note.empty() ? "" : note + "; ";
    padded_note += "sentences padded to " + std::to_string(padded) + " tokens";
    add("nll-gen-padded", with_padding, scored, scored.view.lengths.empty() ? note : padded_note);
    add("perplexity", metrics::perplexity, scored, note);
  }
  if (is_among("nll-div", names)) {
    add("nll-div", metrics::nll_per_token, Likelihoods(rollouts, sentences.samples), {});
  }
  const std::vector<std::string> of_oracle = those_of_an_oracle(names);
  if (of_oracle.empty()) return values;
  if (spec.oracle.empty()) {
    for (const std::string& name : of_oracle) {
      values.push_back(without_value(name, "the run was trained on text, not on an oracle"));
    }
    return values;
  }
  const auto oracle = load_oracle(spec.oracle)->rollouts(spec.tokenizer->specials());
  add("nll-oracle", metrics::nll_per_token, Likelihoods(*oracle, sentences.samples), {});
  add("nll-oracle-real", metrics::nll_per_token, Likelihoods(*oracle, sentences.real), note);
  return values;
}

}  // namespace lingan
