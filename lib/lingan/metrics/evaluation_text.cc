#include <lingan/metrics/evaluation_text.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <lingan/base/closest_name.h>
#include <lingan/base/error.h>
#include <lingan/base/input.h>
#include <lingan/metrics/json_line.h>
#include <lingan/metrics/token_line.h>
#include <lingan/metrics/word_interner.h>
#include <lingan/text/corpus/corpus_lines.h>
#include <lingan/text/corpus/line_check.h>
#include <lingan/text/tokenizer/tokenizer_cards.h>
#include <lingan/text/tokenizer/whitespace_tokenizer.h>

namespace lingan::metrics {
namespace {

using Lines = std::vector<std::string>;

/// Words as they stand: each different word is a token of its own.
SentenceList intern_words(const Lines& lines, WordInterner& words) {
  SentenceList list;
  for (const std::string& line : lines) {
    for (const std::string_view word : tokens_of_line(line)) list.ids.push_back(words.id(word));
    list.offsets.push_back(list.tokens());
  }
  return list;
}

SentenceList encode_lines(const Lines& lines, const Tokenizer& tokenizer, UnknownWords& unknown) {
  SentenceList list;
  for (const std::string& line : lines) list.append(tokenizer.encode(line));
  unknown.separate(list);
  return list;
}

/// The texts that are there.
std::vector<const Lines*> present(const EvaluationTexts& texts) {
  std::vector<const Lines*> lines = {&texts.hypotheses};
  if (texts.references) lines.push_back(&*texts.references);
  if (texts.training) lines.push_back(&*texts.training);
  return lines;
}

/// What a tokenizer makes of text at hand; nothing where the name is no kind's.
TextAtHand at_hand(const std::string& tokenizer) {
  const TokenizerCard* card = card_named(tokenizers(), tokenizer);
  return card == nullptr ? TextAtHand::kCannotSplit : card->at_hand;
}

bool is_learnt(const std::string& tokenizer) { return at_hand(tokenizer) == TextAtHand::kLearnsIt; }

/// The tokenizer in a file; null where the name is no file's.
std::unique_ptr<const Tokenizer> load_named(const std::string& tokenizer) {
  if (at_hand(tokenizer) != TextAtHand::kCannotSplit) return nullptr;
  if (names_input(tokenizer)) return load_tokenizer(tokenizer);
  const std::vector<std::string> names = text_splitters();
  throw UsageError(
      fmt::format("tokenizer {}: use {}, or the file of a tokenizer or SentencePiece model{}",
                  tokenizer, fmt::join(names, ", "), did_you_mean(tokenizer, names)));
}

/// A tokenizer that knows every word of the texts.
std::unique_ptr<const Tokenizer> learn_words(const std::string& name,
                                             const EvaluationTexts& texts) {
  const std::vector<const Lines*> all = present(texts);
  size_t text = 0;
  size_t line = 0;
  TokenizerOptions options;
  options.kind = name;
  return train_tokenizer(options, [&]() -> std::optional<std::string> {
    for (; text < all.size() && line == all[text]->size(); line = 0) ++text;
    if (text == all.size()) return std::nullopt;
    return (*all[text])[line++];
  });
}

bool is_all_blank(const EvaluationTexts& texts) {
  return std::ranges::all_of(
      present(texts), [](const Lines* lines) { return std::ranges::all_of(*lines, is_blank); });
}

bool has_list(const Lines& lines) { return std::ranges::any_of(lines, is_token_line); }

EvaluationSentences convert(const EvaluationTexts& texts,
                            const std::function<SentenceList(const Lines&)>& convert_lines) {
  EvaluationSentences sentences{.hypotheses = convert_lines(texts.hypotheses),
                                .reference_sets = texts.reference_sets};
  if (texts.references) sentences.references = convert_lines(*texts.references);
  if (texts.training) sentences.training = convert_lines(*texts.training);
  return sentences;
}

}  // namespace

std::optional<std::string> EvaluationLines::next() {
  auto line = reader_.next();
  if (!line || format_ == LineFormat::kText) return line;
  return with_place([&] { return line_place(reader_.name(), reader_.lines()); },
                    [&] { return sentence_of_json(*line); });
}

std::vector<std::string> read_evaluation_lines(const std::string& path, BadText bad_text,
                                               LineFormat format) {
  Lines lines;
  EvaluationLines reader(path, bad_text, format);
  while (auto line = reader.next()) lines.push_back(std::move(*line));
  return lines;
}

bool has_token_lines(const EvaluationTexts& texts) {
  return has_list(texts.hypotheses) || (texts.references && has_list(*texts.references));
}

std::vector<std::string> text_splitters() {
  std::vector<std::string> names;
  for (const TextAtHand wanted : {TextAtHand::kHasItsTokens, TextAtHand::kLearnsIt}) {
    for (const TokenizerCard& card : tokenizers()) {
      if (card.at_hand == wanted) names.emplace_back(card.name);
    }
  }
  return names;
}

TextSplitter::TextSplitter(std::string tokenizer)
    : tokenizer_(std::move(tokenizer)), loaded_(load_named(tokenizer_)) {}

EvaluationSentences TextSplitter::split(EvaluationTexts texts) const {
  EvaluationSentences sentences;
  const bool splits = at_hand(tokenizer_) != TextAtHand::kHasItsTokens;
  if (splits && std::ranges::any_of(present(texts), has_list,
                                    [](auto* lines) -> const Lines& { return *lines; })) {
    throw UsageError("tokenizer " + tokenizer_ +
                     " splits text, and lists of tokens are split already; use whitespace, which "
                     "leaves them as they are");
  }
  const bool learns = is_learnt(tokenizer_) && !is_all_blank(texts);
  if (loaded_ == nullptr && !learns) {
    WordInterner words;
    sentences = convert(texts, [&](const Lines& lines) { return intern_words(lines, words); });
  } else {
    const auto learnt = learns ? learn_words(tokenizer_, texts) : nullptr;
    const Tokenizer& encoder = learns ? *learnt : *loaded_;
    UnknownWords unknown(encoder.specials().unk, encoder.size());
    sentences =
        convert(texts, [&](const Lines& lines) { return encode_lines(lines, encoder, unknown); });
  }
  sentences.tokenization = tokenizer_;
  sentences.texts = std::move(texts);
  return sentences;
}

EvaluationSentences split_texts(EvaluationTexts texts, const std::string& tokenizer) {
  return TextSplitter(tokenizer).split(std::move(texts));
}

}  // namespace lingan::metrics
