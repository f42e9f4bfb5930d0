#include <lingan/run/run_evaluation.h>

#include <utility>

#include <lingan/base/error.h>
#include <lingan/engine/rollouts/rollouts.h>
#include <lingan/metrics/evaluation_text.h>
#include <lingan/run/measured_sentences.h>
#include <lingan/run/run_likelihood.h>
#include <lingan/run/run_sampler.h>

namespace lingan {
namespace {

using metrics::MetricValue;
using metrics::Needs;

/// The metrics that were asked for, those of sentences and those of the model apart, and which real
/// sentences they need.
struct Wanted {
  bool any_of_sentences = false;
  metrics::EvaluationOptions of_sentences;
  std::vector<std::string> of_model;
  bool references = false;   ///< by metrics of sentences
  bool training = false;     ///< the same
  bool scores_real = false;  ///< by metrics of the model
};

Wanted sort_out(const metrics::EvaluationOptions& options) {
  Wanted wanted{.of_sentences = options, .of_model = {}};
  if (options.metrics.empty()) {
    for (const auto& card : metrics::metric_cards()) {
      if (card.needs == Needs::kModel) wanted.of_model.emplace_back(card.name);
    }
  }
  std::erase_if(wanted.of_sentences.metrics, [&](const std::string& name) {
    const auto metric = metrics::parse_metric(name, options.max_order).front();
    const bool is_of_model = metric.card->needs == Needs::kModel;
    if (is_of_model) wanted.of_model.push_back(name);
    return is_of_model;
  });
  wanted.any_of_sentences = options.metrics.empty() || !wanted.of_sentences.metrics.empty();
  if (wanted.any_of_sentences) {
    wanted.references = any_needs(wanted.of_sentences, Needs::kReferences);
    wanted.training = any_needs(wanted.of_sentences, Needs::kTraining);
  }
  wanted.scores_real = score_real_sentences(wanted.of_model);
  return wanted;
}

struct Measured {
  MeasuredSentences samples;
  MeasuredSentences references;
  MeasuredSentences training;
};

/// @param samples  of the run.  @return with them the real sentences that are wanted, from where
/// the request says; those that are not wanted are empty.
Measured gather(const RunDirectory& run, const RunEvaluationRequest& request, const Wanted& wanted,
                TokenBatch samples) {
  const bool references = wanted.references || wanted.scores_real;
  RunSentences own;
  if ((references && request.references.empty()) || (wanted.training && request.training.empty())) {
    own = run.sentences();
  }
  const auto choose = [&](bool is_wanted, const std::string& file, TokenBatch& rows) {
    return is_wanted && !file.empty() ? MeasuredSentences(file, run.spec())
                                      : MeasuredSentences(std::move(rows), run.spec());
  };
  return {.samples = MeasuredSentences(std::move(samples), run.spec()),
          .references = choose(references, request.references, own.validation),
          .training = choose(wanted.training, request.training, own.train)};
}

/// The sentences in one numbering of words: the run's ids, or those of another tokenizer, which
/// splits their text.
metrics::EvaluationSentences in_words(Measured& measured, const Wanted& wanted,
                                      const std::string& tokenizer) {
  if (tokenizer.empty()) {
    metrics::EvaluationSentences words{.hypotheses = measured.samples.words()};
    if (wanted.references) words.references = measured.references.words();
    if (wanted.training) words.training = measured.training.words();
    return words;
  }
  metrics::EvaluationTexts texts{.hypotheses = measured.samples.text()};
  if (wanted.references) texts.references = measured.references.text();
  if (wanted.training) texts.training = measured.training.text();
  return metrics::split_texts(texts, tokenizer);
}

}  // namespace

std::vector<MetricValue> evaluate_run(const RunDirectory& run,
                                      const RunEvaluationRequest& request) {
  const Wanted wanted = sort_out(request.options);
  const auto rollouts = run.load_generator()->rollouts(run.spec().tokenizer->specials());
  Measured measured = gather(
      run, request, wanted,
      sample_rows(*rollouts, run.spec(), {.sentences = request.samples, .seed = request.seed}));

  std::vector<MetricValue> values;
  if (wanted.any_of_sentences) {
    metrics::EvaluationSentences words = in_words(measured, wanted, request.tokenizer);
    if (words.references && words.references->size() == 0) words.references.reset();
    values = metrics::evaluate(words, wanted.of_sentences);
  }
  const TokenBatch none;
  const TokenBatch& real = wanted.scores_real ? measured.references.rows() : none;
  const auto likelihoods = run_likelihoods(
      *rollouts, run.spec(), {.real = real, .samples = measured.samples.rows()}, wanted.of_model);
  values.insert(values.end(), likelihoods.begin(), likelihoods.end());
  return values;
}

}  // namespace lingan
