#include <lingan/gan/training/validation.h>

#include <cmath>

#include <lingan/engine/rollouts/rollouts.h>
#include <lingan/gan/training/likelihood_loss.h>
#include <lingan/metrics/evaluation.h>

namespace lingan {
namespace {

TokenBatch draw(const Generator& generator, const TrainingData& data, int64_t samples,
                RandomStream stream) {
  engine::SampleRequest request;
  request.rows = samples;
  request.length = data.train.width;
  request.stream = stream;
  return generator.rollouts(data.specials)->sample(request).tokens;
}

}  // namespace

std::string why_not_selectable(const Recipe& recipe, const TrainingData& data) {
  const std::string& select = recipe.training.select;
  if (select.empty() || select == "last") return "";
  const auto because = [&](const std::string& reason) {
    return "training.select = \"" + select + "\": " + reason;
  };
  if (select != "nll" && (recipe.strategy.empty() || recipe.training.adversarial_steps == 0)) {
    return because("measured in the adversarial phase alone, and there is none; set it to \"nll\"");
  }
  if (select == "nll-oracle") {
    return data.oracle ? "" : because("the data is text, of no oracle; set it to \"nll\"");
  }
  if (data.oracle && select != "nll") {
    return because("not measured on an oracle's data; set it to \"nll-oracle\" or \"nll\"");
  }
  if (data.validation.rows > 0) return "";
  return because(
      "measured on held-out sentences, and there are none; set it to \"last\", or hold some "
      "out");
}

double validation_nll(const Generator& generator, const TrainingData& data, double otherwise) {
  if (data.validation.rows == 0) return otherwise;
  return corpus_nll(generator, data.validation, data.specials);
}

double sampled_oracle_nll(const Generator& generator, const TrainingData& data, int64_t samples,
                          RandomStream stream) {
  return corpus_nll(*data.oracle, draw(generator, data, samples, stream), data.specials);
}

std::map<std::string, double> sampled_bleu(const Generator& generator, const TrainingData& data,
                                           int64_t samples, RandomStream stream) {
  std::map<std::string, double> values;
  if (data.validation.rows == 0) return values;
  metrics::EvaluationSentences sentences{
      .hypotheses = metrics::strip_specials(draw(generator, data, samples, stream), data.specials),
      .references = metrics::strip_specials(data.validation, data.specials)};
  metrics::UnknownWords(data.specials.unk, data.vocabulary_size).separate(*sentences.references);
  for (const auto& metric : metrics::evaluate(sentences, {.metrics = {"bleu", "self-bleu"}})) {
    if (!std::isnan(metric.value)) values[metric.name] = metric.value;
  }
  return values;
}

}  // namespace lingan
