#include <lingan/metrics/yardsticks/anchors.h>

#include <algorithm>
#include <limits>
#include <string>

#include <lingan/base/error.h>
#include <lingan/base/random_permutation.h>
#include <lingan/metrics/token_line.h>
#include <lingan/metrics/yardsticks/choice.h>

namespace lingan::metrics {
namespace {

using Lines = std::vector<std::string>;

/// What comes to each place of so many words.
Choice shuffled_places(int64_t words) {
  if (words == 0) return {};
  const RandomPermutation order(static_cast<uint64_t>(words),
                                {.seed = 1, .purpose = Purpose::kEvaluate, .step = 1});
  Choice places;
  for (int64_t i = 0; i < words; ++i) places.push_back(static_cast<int64_t>(order.at(i)));
  return places;
}

SentenceList shuffled(const SentenceList& sentences) {
  SentenceList list = sentences;
  const Choice places = shuffled_places(sentences.tokens());
  for (size_t i = 0; i < places.size(); ++i) list.ids[i] = sentences.ids[places[i]];
  return list;
}

std::string joined(const Lines& words, bool as_list) {
  if (as_list) return token_line(words);
  std::string line;
  for (const std::string& word : words) line += (line.empty() ? "" : " ") + word;
  return line;
}

Lines shuffled(const Lines& lines) {
  std::vector<std::string_view> words;
  for (const std::string& line : lines) {
    for (const auto word : tokens_of_line(line)) words.push_back(word);
  }
  const Choice places = shuffled_places(static_cast<int64_t>(words.size()));
  Lines all;
  size_t at = 0;
  for (const std::string& line : lines) {
    Lines own;
    for (size_t left = tokens_of_line(line).size(); left > 0; --left) {
      own.emplace_back(words[places[at++]]);
    }
    all.push_back(joined(own, is_token_line(line)));
  }
  return all;
}

int64_t count(const SentenceList* sentences, const std::optional<VectorPair>& vectors,
              SentenceVectors VectorPair::*kind) {
  if (sentences != nullptr && sentences->size() > 0) return sentences->size();
  return vectors ? (*vectors.*kind).size() : 0;
}

int64_t count_references(const EvaluationSentences& all) {
  return count(all.references ? &*all.references : nullptr, all.vectors, &VectorPair::references);
}

/// References in the place of the hypotheses.
EvaluationSentences references_as_hypotheses(const EvaluationSentences& all) {
  EvaluationSentences real = all;
  if (all.references) real.hypotheses = *all.references;
  if (all.texts && all.texts->references) real.texts->hypotheses = *all.texts->references;
  if (all.vectors) real.vectors->hypotheses = all.vectors->references;
  return real;
}

/// @return the values by the metrics' names, in their order.
std::vector<double> numbers(const EvaluationSentences& sentences,
                            const EvaluationOptions& options) {
  std::vector<double> numbers;
  if (options.metrics.empty()) return numbers;
  for (const MetricValue& value : evaluate(sentences, options)) numbers.push_back(value.value);
  return numbers;
}

}  // namespace

AnchorSentences anchor_sentences(const EvaluationSentences& all, const Protocol& protocol) {
  if (protocol.paired) {
    throw UsageError("`anchors`: under protocol " + std::string(protocol.name) +
                     " each reference belongs to one hypothesis, and none can take its place");
  }
  const int64_t references = count_references(all);
  if (references == 0 || (all.hypotheses.size() > 0 && !all.references)) {
    throw UsageError("`anchors` are measured on real text: give `references`");
  }
  if (references < 2) {
    throw InputError(
        "`anchors` take real text for hypotheses and for references: one sentence of "
        "it is too few; give two or more");
  }
  const int64_t hypotheses = count(&all.hypotheses, all.vectors, &VectorPair::hypotheses);
  const int64_t size = std::min(hypotheses, references / 2);
  const Choice order = random_choice(references, references);
  const std::span first(order.data(), static_cast<size_t>(size));
  AnchorSentences anchors{.sample = all};
  anchors.sample.reference_sets = 1;
  choose_references(all, std::span(order).subspan(static_cast<size_t>(size)), anchors.sample);
  anchors.real = anchors.sample;
  choose_hypotheses(all, random_choice(hypotheses, size), anchors.sample);
  choose_hypotheses(references_as_hypotheses(all), first, anchors.real);
  anchors.shuffled = anchors.real;
  anchors.shuffled.hypotheses = shuffled(anchors.real.hypotheses);
  if (anchors.real.texts)
    anchors.shuffled.texts->hypotheses = shuffled(anchors.real.texts->hypotheses);
  anchors.shuffled.vectors.reset();
  return anchors;
}

void add_anchors(const EvaluationSentences& sentences, const EvaluationOptions& options,
                 std::vector<MetricValue>& values) {
  const auto anchors =
      anchor_sentences(sentences, find_card(protocols(), options.protocol, "protocol"));
  EvaluationOptions named = options, of_words = options;
  named.metrics.clear();
  of_words.metrics.clear();
  std::vector<const MetricCard*> cards;
  const auto has_floor = [&sentences](const MetricCard& card) {
    return card.needs != Needs::kVectors || !sentences.vectors;
  };
  for (const MetricValue& value : values) {
    cards.push_back(parse_metric(value.name, options.max_order).front().card);
    named.metrics.push_back(value.name);
    if (has_floor(*cards.back())) of_words.metrics.push_back(value.name);
  }
  const auto sample = numbers(anchors.sample, named);
  const auto real = numbers(anchors.real, named);
  const auto shuffled = numbers(anchors.shuffled, of_words);
  const int64_t size =
      count(&anchors.real.hypotheses, anchors.real.vectors, &VectorPair::hypotheses);
  for (size_t i = 0, words = 0; i < values.size(); ++i) {
    const Needs needs = cards[i]->needs;
    const bool compares = needs == Needs::kReferences || needs == Needs::kVectors;
    values[i].anchors = {.hypotheses = size,
                         .references = compares ? count_references(anchors.real) : 0,
                         .value = sample[i],
                         .real = real[i],
                         .shuffled = has_floor(*cards[i])
                                         ? shuffled[words++]
                                         : std::numeric_limits<double>::quiet_NaN()};
  }
}

}  // namespace lingan::metrics
