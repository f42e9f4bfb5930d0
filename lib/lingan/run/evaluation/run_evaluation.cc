#include <lingan/run/evaluation/run_evaluation.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

#include <lingan/engine/rollouts/rollouts.h>
#include <lingan/metrics/evaluation_text.h>
#include <lingan/metrics/likelihood.h>
#include <lingan/metrics/signature.h>
#include <lingan/metrics/yardsticks/choice.h>
#include <lingan/model/generators/ensemble.h>
#include <lingan/model/sentences/missing_words.h>
#include <lingan/run/evaluation/evaluation_sampling.h>
#include <lingan/run/evaluation/label_classifier.h>
#include <lingan/run/evaluation/measured_sentences.h>
#include <lingan/run/evaluation/run_divergences.h>
#include <lingan/run/evaluation/run_likelihood.h>
#include <lingan/run/evaluation/run_sampler.h>
#include <lingan/run/evaluation/wanted_metrics.h>
#include <lingan/text/tokenizer/line_text.h>

namespace lingan {
namespace {

using metrics::MetricValue;

struct Measured {
  MeasuredSentences samples;
  MeasuredSentences references;
  MeasuredSentences training;
};

/// @param samples  of the run.  @return with them the real sentences that are wanted, from where
/// the request says; those that are not wanted are empty.
Measured gather(const RunDirectory& run, const RunEvaluationRequest& request,
                const WantedMetrics& wanted, TokenBatch samples) {
  const bool references = wanted.references || wanted.measures_real;
  RunSentences own;
  if ((references && request.references.empty()) || (wanted.training && request.training.empty())) {
    own = run.sentences();
    own.train = whole_sentences(std::move(own.train), run.spec().tokenizer->specials());
  }
  const auto choose = [&](bool is_wanted, const std::string& file, TokenBatch& rows) {
    return is_wanted && !file.empty() ? MeasuredSentences(file, request.bad_text, run.spec())
                                      : MeasuredSentences(std::move(rows), run.spec());
  };
  return {.samples = MeasuredSentences(std::move(samples), run.spec()),
          .references =
              choose(references, request.references, own.test.rows > 0 ? own.test : own.validation),
          .training = choose(wanted.training, request.training, own.train)};
}

/// Real text that was kept as ids, with another word for what is unknown there: it must not match
/// an unk that the generator drew.
std::vector<std::string> without_unknown(std::vector<std::string> text) {
  constexpr std::string_view kUnknown = "<unk>";
  constexpr std::string_view kNoWord = "\uE000";  // for private use: no text has it
  for (std::string& sentence : text) {
    for (size_t at = 0; (at = sentence.find(kUnknown, at)) != std::string::npos;) {
      sentence.replace(at, kUnknown.size(), kNoWord);
    }
  }
  return text;
}

std::vector<std::string> real_text(const MeasuredSentences& sentences, bool is_file) {
  return is_file ? sentences.text() : without_unknown(sentences.text());
}

/// What is wanted of hypotheses, references and training text.
metrics::EvaluationTexts texts_of(const Measured& measured, const WantedMetrics& wanted,
                                  const RunEvaluationRequest& request) {
  metrics::EvaluationTexts texts{.hypotheses = measured.samples.text()};
  if (wanted.references) {
    texts.references = real_text(measured.references, !request.references.empty());
  }
  if (wanted.training) {
    texts.training = real_text(measured.training, !request.training.empty());
  }
  return texts;
}

/// The sentences in one numbering of words: the run's ids, or those of another tokenizer, which
/// splits their text.
metrics::EvaluationSentences in_words(Measured& measured, const WantedMetrics& wanted,
                                      const RunEvaluationRequest& request, const Tokenizer& own) {
  if (request.tokenizer.empty()) {
    metrics::EvaluationSentences words{.hypotheses = measured.samples.words()};
    if (wanted.references) words.references = measured.references.words();
    if (wanted.training) words.training = measured.training.words();
    metrics::UnknownWords unknown(own.specials().unk, own.size());
    if (words.references) unknown.separate(*words.references);
    if (words.training) unknown.separate(*words.training);
    words.tokenization = own.kind();
    if (wanted.text) words.texts = texts_of(measured, wanted, request);
    return words;
  }
  return metrics::split_texts(texts_of(measured, wanted, request), request.tokenizer);
}

/// Gives the likelihoods of real sentences under the generator their gaps: of training text less of
/// held-out text, as many random sentences of either.
/// @param likelihoods  of run_likelihoods.
void add_likelihood_gaps(const engine::Rollouts& rollouts, const RunSpec& spec, Measured& measured,
                         int32_t pad_to, std::vector<MetricValue>& likelihoods) {
  std::vector<std::string> names;
  for (const MetricValue& value : likelihoods) {
    const auto& card = *metrics::parse_metric(value.name, metrics::kMaxOrder).front().card;
    const bool has_gap = metrics::is_of_real_sentences(card) && !std::isnan(value.value);
    if (has_gap) names.push_back(value.name);
  }
  const TokenBatch& real = measured.references.rows();
  const TokenBatch& training = measured.training.rows();
  const int64_t size = std::min(real.rows, training.rows);
  if (names.empty() || size == 0) return;
  const auto measure = [&](const TokenBatch& rows) {
    const TokenBatch some = select_rows(rows, metrics::random_choice(rows.rows, size));
    return run_likelihoods(rollouts, spec,
                           {.real = some, .samples = measured.samples.rows(), .pad_to = pad_to},
                           names);
  };
  const auto held_out = measure(real), trained = measure(training);
  for (size_t i = 0; i < names.size(); ++i) {
    const auto value = std::ranges::find(likelihoods, held_out[i].name, &MetricValue::name);
    value->gap = {.references = size, .training = trained[i].value, .held_out = held_out[i].value};
  }
}

/// The metrics of the model, each with its signature.
std::vector<MetricValue> likelihoods_of(const engine::Rollouts& scoring, const RunSpec& spec,
                                        const WantedMetrics& wanted,
                                        const RunEvaluationRequest& request, Measured& measured) {
  const TokenBatch none;
  const TokenBatch& real = wanted.measures_real ? measured.references.rows() : none;
  auto likelihoods = run_likelihoods(scoring, spec,
                                     {.real = real,
                                      .samples = measured.samples.rows(),
                                      .left_out = measured.references.left_out(),
                                      .pad_to = request.pad_to,
                                      .intervals = request.yardsticks.intervals},
                                     wanted.of_model);
  if (request.yardsticks.gaps && wanted.measures_real) {
    add_likelihood_gaps(scoring, spec, measured, request.pad_to, likelihoods);
  }
  for (MetricValue& likelihood : likelihoods) {
    if (std::isnan(likelihood.value)) continue;
    const auto& card = *metrics::parse_metric(likelihood.name, metrics::kMaxOrder).front().card;
    likelihood.signature = metrics::model_signature(
        card, {.count = (card.measures_real ? real : measured.samples.rows()).rows,
               .tokenization = spec.tokenizer->kind(),
               .padded_to = request.pad_to > 0 ? request.pad_to : spec.length});
  }
  return likelihoods;
}

/// The metrics of the model, of its distribution, and of its labels.
/// @param scoring  nullptr where neither of the first two is wanted.
std::vector<MetricValue> of_model(const RunDirectory& run, const engine::Rollouts* scoring,
                                  const WantedMetrics& wanted, const RunEvaluationRequest& request,
                                  Measured& measured) {
  std::vector<MetricValue> values;
  const auto append = [&values](const std::vector<MetricValue>& more) {
    values.insert(values.end(), more.begin(), more.end());
  };
  if (!wanted.of_model.empty()) {
    append(likelihoods_of(*scoring, run.spec(), wanted, request, measured));
  }
  if (!wanted.divergences.empty()) {
    append(run_divergences(*scoring, run.spec(),
                           {.samples = measured.samples.rows(),
                            .grammar = request.options.grammar,
                            .seed = request.seed},
                           wanted.divergences));
  }
  if (!wanted.of_labels.empty()) {
    const TokenBatch none;
    append(label_metrics(run, measured.samples.rows(),
                         wanted.measures_real ? measured.references.rows() : none,
                         wanted.of_labels));
  }
  return values;
}

/// For likelihoods, which are of all tokens; and for samples, which are of those that fit a line.
struct RunRollouts {
  std::unique_ptr<engine::Rollouts> scoring = nullptr;  ///< null: nothing is scored
  std::unique_ptr<engine::Rollouts> sampling = nullptr;
};

RunRollouts rollouts_of_ensemble(const RunDirectory& run, const RunEvaluationRequest& request,
                                 bool scores) {
  std::vector<std::shared_ptr<Generator>> generators = {run.load_generator()};
  for (const RunDirectory& other : request.ensemble) generators.push_back(other.load_generator());
  const Tokenizer& tokenizer = *run.spec().tokenizer;
  RunRollouts rollouts;
  if (scores) {
    rollouts.scoring =
        ensemble_rollouts(generators, tokenizer.specials(), request.sampling.temperature);
  }
  for (const auto& generator : generators) generator->forbid(line_breaking_ids(tokenizer));
  rollouts.sampling = ensemble_rollouts(generators, tokenizer.specials());
  return rollouts;
}

RunRollouts rollouts_of(const RunDirectory& run, const RunEvaluationRequest& request,
                        const RunSampleRequest& samples, bool scores) {
  if (!request.ensemble.empty()) return rollouts_of_ensemble(run, request, scores);
  const auto generator = run.load_generator();
  RunRollouts rollouts;
  if (scores) {
    rollouts.scoring = likelihood_rollouts(*generator, run.spec(), request.sampling.temperature);
  }
  rollouts.sampling = sampling_rollouts(*generator, run.spec(), samples);
  return rollouts;
}

}  // namespace

std::vector<MetricValue> evaluate_run(const RunDirectory& run, const RunEvaluationRequest& request,
                                      DrawnSentences* drawn) {
  const WantedMetrics wanted = wanted_metrics(request, run.spec());
  const bool scores = !wanted.of_model.empty() || !wanted.divergences.empty();
  const RunSampleRequest samples{.sentences = request.samples,
                                 .seed = request.seed,
                                 .options = request.sampling,
                                 .judge = request.judge,
                                 .judge_run = request.judge_run};
  const auto [scoring, sampling] = rollouts_of(run, request, samples, scores);
  TokenBatch rows =
      sample_rows(*sampling, run, samples, drawn != nullptr ? &drawn->judging : nullptr);
  if (drawn != nullptr) drawn->sentences = rows;
  Measured measured = gather(run, request, wanted, std::move(rows));

  std::vector<MetricValue> values;
  if (wanted.any_of_sentences) {
    values = metrics::evaluate_with(request.yardsticks,
                                    in_words(measured, wanted, request, *run.spec().tokenizer),
                                    wanted.of_sentences);
  }
  for (MetricValue& value : of_model(run, scoring.get(), wanted, request, measured)) {
    if (request.yardsticks.intervals && !value.interval) {
      value.interval = {.low = std::nan(""), .high = std::nan("")};
    }
    values.push_back(std::move(value));
  }
  const std::string how = sampling_signature(request);
  for (MetricValue& value : values) {
    const bool is_of_run = value.name != "nll-oracle-real";
    if (!value.signature.empty() && is_of_run) value.signature.insert(0, how);
  }
  return values;
}

}  // namespace lingan
