#include <lingan/run/evaluation/run_likelihood.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include <lingan/gan/recipe/label_use.h>
#include <lingan/gan/recipe/source_use.h>
#include <lingan/metrics/likelihood.h>
#include <lingan/metrics/no_value.h>
#include <lingan/metrics/yardsticks/bootstrap.h>
#include <lingan/metrics/yardsticks/intervals.h>
#include <lingan/model/generators/latent_rollouts.h>
#include <lingan/model/generators/oracle.h>
#include <lingan/model/generators/tempered_generator.h>

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

/// And one of a generator that writes sentences again.
const std::string kOfItself = "of each sentence that the generator has read";

/// And one of a generator that fills in masked sentences.
const std::string kOfHoles =
    "of words in holes: the generator knows the others, which cost nothing";

/// A metric without a value, and why.
metrics::MetricValue without_value(std::string name, std::string why) {
  return {.name = std::move(name),
          .value = std::numeric_limits<double>::quiet_NaN(),
          .note = std::move(why)};
}

/// Gives a value the interval of the sentences that were measured.
/// @param padded  tokens, of nll-gen-padded.
void add_interval(const metrics::TokenLikelihoods& likelihoods, int32_t padded,
                  metrics::MetricValue& value) {
  metrics::SentenceSums sums = metrics::nll_sums(likelihoods);
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
bool measure_real_under_generator(const std::vector<std::string>& names) {
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

bool is_under_oracle(std::string_view name) { return name.starts_with("nll-oracle"); }

/// Whether real sentences come without the labels, or the sources, that the generator goes by.
bool lack_labels(const RunSpec& spec, const TokenBatch& real) {
  const bool goes_by_labels = writes_by_label(spec.recipe) || reads_sources(spec.recipe);
  return goes_by_labels && real.rows > 0 && real.labels.empty();
}

/// Why metrics of real sentences have no value, or what was left out; empty: nothing to say.
std::string note_of_real(const RunSpec& spec, const LikelihoodSentences& sentences) {
  const bool none = sentences.real.rows == 0 && sentences.left_out.empty();
  if (none) return "the run holds no text back";
  if (!lack_labels(spec, sentences.real)) return sentences.left_out;
  return reads_sources(spec.recipe)
             ? "the sentences have no sources, and the generator goes by them"
             : "the sentences have no labels, and the generator has one for each";
}

/// The values of the metrics that are named.
class NamedLikelihoods {
 public:
  NamedLikelihoods(const engine::Rollouts& rollouts, const RunSpec& spec,
                   const LikelihoodSentences& sentences, const std::vector<std::string>& names)
      : rollouts_(rollouts),
        spec_(spec),
        sentences_(sentences),
        names_(names),
        note_of_real_(note_of_real(spec, sentences)) {}

  void add_all() {
    if (measure_real_under_generator(names_)) add_real();
    if (is_among("nll-div", names_)) {
      add("nll-div", metrics::nll_per_token, Likelihoods(rollouts_, sentences_.samples), {});
    }
    add_under_oracle();
  }

  std::vector<metrics::MetricValue> values;

 private:
  using Metric = std::function<double(const metrics::TokenLikelihoods&)>;

  int32_t padded_length(const metrics::TokenLikelihoods& likelihoods) const {
    return sentences_.pad_to > 0 ? sentences_.pad_to : likelihoods.width;
  }

  /// With what a sentence's probability is given or averaged over.
  std::string with_condition(std::string_view name, const std::string& note) const {
    const bool has_code = spec_.recipe.generator.latent_width > 0;
    const bool knows = knows_its_sentence(spec_.recipe);
    if (!(has_code || knows) || is_under_oracle(name)) return note;
    const std::string& of_known = rewrites(spec_.recipe) ? kOfItself : kOfHoles;
    return (note.empty() ? "" : note + "; ") + (has_code ? kOfCodes : of_known);
  }

  void add(const std::string& name, const Metric& metric, const Likelihoods& likelihoods,
           const std::string& note) {
    if (!is_among(name, names_)) return;
    if (!rollouts_.has_likelihood() && !is_under_oracle(name)) {
      return values.push_back(without_value(name, "the generator gives no sentence a probability"));
    }
    if (likelihoods.view.lengths.empty()) return values.push_back(without_value(name, note));
    values.push_back(
        {.name = name, .value = metric(likelihoods.view), .note = with_condition(name, note)});
    metrics::MetricValue& last = values.back();
    if (sentences_.intervals) add_interval(likelihoods.view, padded_length(likelihoods.view), last);
    if (std::isinf(last.value) && note.empty()) last.note = "infinite: above the largest number";
  }

  /// Of real sentences under the generator.
  void add_real() {
    const TokenBatch nothing;
    const Likelihoods likelihoods(rollouts_,
                                  lack_labels(spec_, sentences_.real) ? nothing : sentences_.real);
    const int32_t padded = padded_length(likelihoods.view);
    const auto with_padding = [padded](const metrics::TokenLikelihoods& of_tokens) {
      return metrics::nll_with_padding(of_tokens, padded);
    };
    std::string padded_note = note_of_real_.empty() ? "" : note_of_real_ + "; ";
    padded_note += "sentences padded to " + std::to_string(padded) + " tokens";
    const bool none = likelihoods.view.lengths.empty();
    add("nll-gen", metrics::nll_per_token, likelihoods, note_of_real_);
    add("nll-gen-padded", with_padding, likelihoods, none ? note_of_real_ : padded_note);
    add("perplexity", metrics::perplexity, likelihoods, note_of_real_);
  }

  void add_under_oracle() {
    const std::vector<std::string> of_oracle = those_of_an_oracle(names_);
    if (of_oracle.empty()) return;
    if (spec_.oracle.empty()) {
      for (const std::string& name : of_oracle) {
        values.push_back(without_value(name, "the run was trained on text, not on an oracle"));
      }
      return;
    }
    const auto oracle = load_oracle(spec_.oracle)->rollouts(spec_.tokenizer->specials());
    add("nll-oracle", metrics::nll_per_token, Likelihoods(*oracle, sentences_.samples), {});
    add("nll-oracle-real", metrics::nll_per_token, Likelihoods(*oracle, sentences_.real),
        note_of_real_);
  }

  const engine::Rollouts& rollouts_;
  const RunSpec& spec_;
  const LikelihoodSentences& sentences_;
  const std::vector<std::string>& names_;
  std::string note_of_real_;
};

}  // namespace

bool measure_real_sentences(const std::vector<std::string>& names) {
  return measure_real_under_generator(names) || is_among("nll-oracle-real", names);
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
  NamedLikelihoods named(rollouts, spec, sentences, names);
  named.add_all();
  return std::move(named.values);
}

}  // namespace lingan
