/// Models that tests of this folder share.
#pragma once

#include <lingan/metrics/language_model/arpa.h>
#include <lingan/metrics/language_model/kneser_ney.h>
#include <lingan/metrics/language_model/word_text.h>

#include <map>
#include <sstream>
#include <string>
#include <utility>

#include "tests/test_data.h"

namespace lingan::metrics {

inline std::filesystem::path model_file(const std::string& name) {
  return testing::source_dir() / "tests/metrics/language_model" / name;
}

/// A model of a text with the discounts of lmplz --discount_fallback where they are needed.
inline WordModel model_of(const std::string& text, int order) {
  std::istringstream stream(text);
  CorpusLines lines(stream, "text", BadText::kError);
  WordText words = read_word_text(lines, SpecialSymbols::kRefuse);
  NgramModel ngrams = estimate_kneser_ney(words.sentences, words.words.size(),
                                          {.order = order, .discount_fallback = true});
  return {std::move(ngrams), std::move(words.words)};
}

inline std::string text_of(const NgramModel& model, const WordInterner& words, uint32_t ngram) {
  const uint32_t context = model.contexts[ngram];
  return (context == NgramModel::kNone ? "" : text_of(model, words, context) + ' ') +
         std::string(words.word(model.words[ngram]));
}

/// Every n-gram with its probability and its back-off, both as logarithms.
inline std::map<std::string, std::pair<float, float>> values_of(const WordModel& model) {
  std::map<std::string, std::pair<float, float>> values;
  for (uint32_t ngram = 0; ngram < model.ngrams.starts.back(); ++ngram) {
    values[text_of(model.ngrams, model.words, ngram)] = {model.ngrams.log10_probability[ngram],
                                                         model.ngrams.log10_backoff[ngram]};
  }
  return values;
}

inline WordModel read_arpa_text(const std::string& text) {
  std::istringstream stream(text);
  return read_arpa(stream, "model");
}

}  // namespace lingan::metrics
