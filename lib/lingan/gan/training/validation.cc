#include <lingan/gan/training/validation.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include <lingan/gan/training/likelihood_loss.h>
#include <lingan/gan/training/ranked_items.h>
#include <lingan/metrics/evaluation.h>
#include <lingan/metrics/ranking/ranking.h>
#include <lingan/model/generators/generator_cards.h>

namespace lingan {
namespace {

/// Why no figure of held-out pairs can be measured; empty: it can.
/// @param is_of_ranking  whether pairs that are trained on, too, do not count in the figure.
std::string missing_pairs(const TrainingData& data, bool is_of_ranking) {
  const TokenBatch& held_out = data.validation;
  if (held_out.rows > 0 && (!is_of_ranking || ranked_queries(data.train, held_out) > 0)) return "";
  if (held_out.rows > 0) {
    return "measured on held-out pairs that are not trained on, and all of them are; hold out "
           "others, or set it to \"last\"";
  }
  const std::set<int32_t> queries(data.train.labels.begin(), data.train.labels.end());
  if (std::ssize(queries) < data.train.rows) {
    return "measured on held-out pairs, and there are none; hold some out, or set it to \"last\"";
  }
  return "measured on held-out pairs, and there are none: a query keeps one pair to train on, and "
         "no query has more; bring more pairs of a query, or a file of held-out ones "
         "(`validation`), or set it to \"last\"";
}

}  // namespace

const char* validation_figure(const Generator& generator) {
  return generator.has_likelihood() ? "nll" : "regression";
}

double validation_loss(Generator& generator, const TrainingData& data, double otherwise) {
  if (data.validation.rows == 0) return otherwise;
  return generator.has_likelihood() ? corpus_nll(generator, data.validation, data.specials)
                                    : corpus_regression(generator, data.validation);
}

engine::Samples drawn_sentences(const Generator& generator, const TrainingData& data,
                                int64_t samples, RandomStream stream) {
  engine::SampleRequest request;
  request.rows = samples;
  request.length = data.train.width;
  request.stream = stream;
  return generator.rollouts(data.specials)->sample(request);
}

std::string why_not_selectable(const Recipe& recipe, const TrainingData& data) {
  const std::string& select = recipe.training.select;
  if (select.empty() || select == "last") return "";
  const std::string other = has_likelihood(recipe.generator) ? "\"nll\"" : "\"last\"";
  const auto because = [&](const std::string& reason) {
    return "training.select = \"" + select + "\": " + reason;
  };
  if (select != "nll" && (recipe.strategy.empty() || recipe.training.adversarial_rounds == 0)) {
    return because("measured in the adversarial phase alone, and there is none; set it to " +
                   other);
  }
  if (select == "nll-oracle") {
    return data.oracle ? "" : because("the data is text, of no oracle; set it to " + other);
  }
  if (data.oracle && select != "nll" && select != "elbo") {
    return because("not measured on an oracle's data; set it to \"nll-oracle\" or " + other);
  }
  const auto ranking = metrics::ranking_metric_names();
  const bool is_of_ranking = std::ranges::find(ranking, select) != ranking.end();
  const bool is_of_pairs = recipe.generator.labels == "condition" && data.train.width == 1;
  if (is_of_ranking && !is_of_pairs) {
    return because("measured on pairs of queries and items, and the data is text; set it to " +
                   other);
  }
  if (!is_of_ranking && is_of_pairs && select.starts_with("bleu")) {
    return because(
        "measured on text, and the data is pairs of queries and items; set it to "
        "\"map\"");
  }
  if (is_of_pairs) {
    const std::string missing = missing_pairs(data, is_of_ranking);
    return missing.empty() ? "" : because(missing);
  }
  if (data.validation.rows > 0) return "";
  return because(
      "measured on held-out sentences, and there are none; set it to \"last\", or hold some "
      "out");
}

std::map<std::string, double> sample_figures(const Generator& generator,
                                             const engine::Samples& drawn) {
  const auto& lengths = drawn.tokens.lengths;
  const double tokens = std::accumulate(lengths.begin(), lengths.end(), 0.0);
  std::map<std::string, double> figures = {
      {"sample-length", tokens / static_cast<double>(drawn.tokens.rows)}};
  if (!generator.has_likelihood()) return figures;
  const auto& log_p = drawn.log_probabilities;
  figures["entropy"] = -std::accumulate(log_p.begin(), log_p.end(), 0.0) / tokens;
  return figures;
}

double oracle_nll(const TrainingData& data, const TokenBatch& drawn) {
  return corpus_nll(*data.oracle, drawn, data.specials);
}

std::map<std::string, double> sampled_bleu(const TrainingData& data, const TokenBatch& drawn) {
  std::map<std::string, double> values;
  if (data.validation.rows == 0) return values;
  metrics::EvaluationSentences sentences{
      .hypotheses = metrics::strip_specials(drawn, data.specials),
      .references = metrics::strip_specials(data.validation, data.specials)};
  metrics::UnknownWords(data.specials.unk, data.vocabulary_size).separate(*sentences.references);
  for (const auto& metric : metrics::evaluate(sentences, {.metrics = {"bleu", "self-bleu"}})) {
    if (!std::isnan(metric.value)) values[metric.name] = metric.value;
  }
  return values;
}

}  // namespace lingan
