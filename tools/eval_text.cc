#include "tools/eval_text.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>
#include <string_view>

#include <lingan/base/error.h>
#include <lingan/metrics/word_interner.h>
#include <lingan/text/corpus/corpus.h>
#include <lingan/text/tokenizer/tokenizer.h>
#include <lingan/text/tokenizer/whitespace_tokenizer.h>

namespace lingan::tools {
namespace {

using metrics::SentenceList;
using Lines = std::vector<std::string>;

/// Words as they stand: each different word is a token of its own.
SentenceList intern_words(const Lines& lines, metrics::WordInterner& words) {
  SentenceList list;
  for (const std::string& line : lines) {
    for (const std::string_view word : split_whitespace(line)) list.ids.push_back(words.id(word));
    list.offsets.push_back(list.tokens());
  }
  return list;
}

SentenceList encode_lines(const Lines& lines, const Tokenizer& tokenizer) {
  SentenceList list;
  for (const std::string& line : lines) list.append(tokenizer.encode(line));
  return list;
}

/// A tokenizer that knows every word of the texts, or the one in a file.
std::unique_ptr<Tokenizer> make_tokenizer(const std::string& name,
                                          const std::array<Lines, 3>& texts) {
  if (name != "word" && name != "character") {
    if (std::filesystem::exists(name)) return load_tokenizer(name);
    throw UsageError(
        "--tokenizer " + name +
        ": use whitespace, word, character, or the file of a tokenizer or SentencePiece model");
  }
  size_t text = 0;
  size_t line = 0;
  TokenizerOptions options;
  options.kind = name;
  return train_tokenizer(options, [&]() -> std::optional<std::string> {
    while (text < texts.size() && line == texts[text].size()) {
      ++text;
      line = 0;
    }
    if (text == texts.size()) return std::nullopt;
    return texts[text][line++];
  });
}

}  // namespace

std::vector<std::string> read_eval_lines(const std::string& path) {
  Lines lines;
  CorpusLines reader(path, BadText::kError);
  while (auto line = reader.next()) lines.push_back(std::move(*line));
  return lines;
}

EvalSentences tokenize_eval_texts(const EvalTexts& texts, const std::string& tokenizer) {
  const std::array lines = {texts.hypotheses, texts.references.value_or(Lines{}),
                            texts.training.value_or(Lines{})};
  std::array<SentenceList, 3> lists;
  if (tokenizer == "whitespace") {
    metrics::WordInterner words;
    for (size_t i = 0; i < lines.size(); ++i) lists[i] = intern_words(lines[i], words);
  } else {
    const auto encoder = make_tokenizer(tokenizer, lines);
    for (size_t i = 0; i < lines.size(); ++i) lists[i] = encode_lines(lines[i], *encoder);
  }
  EvalSentences sentences{std::move(lists[0]), {}, {}};
  if (texts.references) sentences.references = std::move(lists[1]);
  if (texts.training) sentences.training = std::move(lists[2]);
  return sentences;
}

}  // namespace lingan::tools
