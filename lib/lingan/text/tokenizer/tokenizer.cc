#include <lingan/text/tokenizer/tokenizer.h>

#include <array>

#include <lingan/base/error.h>
#include <lingan/base/file.h>
#include <lingan/base/utf8.h>
#include <lingan/text/tokenizer/character_tokenizer.h>
#include <lingan/text/tokenizer/id_tokenizer.h>
#include <lingan/text/tokenizer/sentencepiece_tokenizer.h>
#include <lingan/text/tokenizer/tokenizer_document.h>
#include <lingan/text/tokenizer/whitespace_tokenizer.h>
#include <lingan/text/tokenizer/word_tokenizer.h>

namespace lingan {
namespace {

using Owned = std::unique_ptr<Tokenizer>;

constexpr uint64_t kLargestFile = uint64_t{1} << 30;

/// A kind of tokenizer: a new one is a line here and a pair of files.
struct TokenizerCard {
  std::string_view kind;
  Owned (*train)(const TokenizerOptions&, const LineReader&);
  Owned (*load)(TokenizerDocument);
};

template <typename Kind>
Owned load_vocabulary(TokenizerDocument document) {
  return std::make_unique<Kind>(Vocabulary(std::move(document.pieces)), document.normalizer);
}

Owned load_sentencepiece(TokenizerDocument document) {
  auto loaded =
      std::make_unique<SentencePieceTokenizer>(std::move(document.model), document.normalizer);
  if (loaded->kind() != document.kind) {
    throw InputError("'kind' is " + document.kind + " but the model is " +
                     std::string(loaded->kind()));
  }
  return loaded;
}

// By value, as all of the table's loaders.
// NOLINTNEXTLINE(performance-unnecessary-value-param)
Owned load_ids(TokenizerDocument document) {
  return make_id_tokenizer(document.size, document.specials);
}

constexpr std::array kCards{
    TokenizerCard{"word", &WordTokenizer::train, &load_vocabulary<WordTokenizer>},
    TokenizerCard{"whitespace", &WhitespaceTokenizer::train, &load_vocabulary<WhitespaceTokenizer>},
    TokenizerCard{"character", &CharacterTokenizer::train, &load_vocabulary<CharacterTokenizer>},
    TokenizerCard{"unigram", &SentencePieceTokenizer::train, &load_sentencepiece},
    TokenizerCard{"bpe", &SentencePieceTokenizer::train, &load_sentencepiece},
    TokenizerCard{"ids", &IdTokenizer::train, &load_ids},
};

const TokenizerCard* find_card(std::string_view kind) {
  for (const auto& card : kCards) {
    if (card.kind == kind) return &card;
  }
  return nullptr;
}

void check_options(const TokenizerOptions& options) {
  check_normalizer(options.normalizer);
  if (options.vocabulary_size < 0) {
    throw UsageError("vocabulary size " + std::to_string(options.vocabulary_size) +
                     ": must be 0 (the default) or more");
  }
  if (options.min_count < 1) {
    throw UsageError("min-count " + std::to_string(options.min_count) + ": must be at least 1");
  }
}

Owned load_any(std::string_view bytes) {
  constexpr char kFirstPieceField = 0x0A;
  if (!bytes.empty() && bytes.front() == kFirstPieceField) {
    return std::make_unique<SentencePieceTokenizer>(std::string(bytes),
                                                    NormalizerOptions{"none", false});
  }
  if (bytes.empty() || bytes.front() != '{') {
    throw InputError("neither a tokenizer of lingan nor a SentencePiece model");
  }
  TokenizerDocument document = parse_tokenizer_document(bytes);
  const TokenizerCard* card = find_card(document.kind);
  if (card == nullptr) {
    throw InputError("'kind' is '" + document.kind +
                     "', expected word, whitespace, character, unigram, bpe or ids");
  }
  check_normalizer(document.normalizer);
  return card->load(std::move(document));
}

}  // namespace

void Tokenizer::append_ids(std::string_view line, std::vector<int32_t>& ids) const {
  const std::vector<int32_t> more = encode(line);
  ids.insert(ids.end(), more.begin(), more.end());
}

std::vector<std::string_view> tokenizer_kinds() {
  std::vector<std::string_view> kinds;
  kinds.reserve(kCards.size());
  for (const auto& card : kCards) kinds.push_back(card.kind);
  return kinds;
}

std::unique_ptr<Tokenizer> train_tokenizer(const TokenizerOptions& options,
                                           const LineReader& lines) {
  const TokenizerCard* card = find_card(options.kind);
  if (card == nullptr) {
    throw UsageError("tokenizer '" + options.kind +
                     "': expected word, whitespace, character, unigram, bpe or ids");
  }
  check_options(options);
  const LineReader checked = [&lines, number = int64_t{0}]() mutable {
    auto line = lines();
    ++number;
    if (line && valid_utf8_prefix(*line) != line->size()) {
      throw InputError("training text, line " + std::to_string(number) + ": malformed UTF-8");
    }
    return line;
  };
  return card->train(options, checked);
}

std::unique_ptr<Tokenizer> load_tokenizer_bytes(std::string_view bytes, const std::string& where) {
  return with_place([&] { return where; }, [&] { return load_any(bytes); });
}

std::unique_ptr<Tokenizer> load_tokenizer(const std::filesystem::path& path) {
  return load_tokenizer_bytes(read_file(path, kLargestFile), path.string());
}

}  // namespace lingan
