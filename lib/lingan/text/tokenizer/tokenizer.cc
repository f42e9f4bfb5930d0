#include <lingan/text/tokenizer/tokenizer.h>

#include <lingan/base/error.h>
#include <lingan/base/file.h>
#include <lingan/base/input.h>
#include <lingan/base/utf8.h>
#include <lingan/text/tokenizer/sentencepiece_tokenizer.h>
#include <lingan/text/tokenizer/tokenizer_cards.h>
#include <lingan/text/tokenizer/whitespace_tokenizer.h>

namespace lingan {
namespace {

constexpr uint64_t kLargestFile = uint64_t{1} << 30;

void check_options(const TokenizerOptions& options) {
  check_normalizer(options.normalizer);
  if (options.vocabulary_size < 0) {
    throw UsageError("`vocabulary_size` " + std::to_string(options.vocabulary_size) +
                     ": must be 0 (the default) or more");
  }
  if (options.min_count < 1) {
    throw UsageError("`min_count` " + std::to_string(options.min_count) + ": must be at least 1");
  }
}

std::unique_ptr<Tokenizer> load_any(std::string_view bytes) {
  constexpr char kFirstPieceField = 0x0A;
  if (!bytes.empty() && bytes.front() == kFirstPieceField) {
    return std::make_unique<SentencePieceTokenizer>(std::string(bytes),
                                                    NormalizerOptions{"none", false});
  }
  if (bytes.empty() || bytes.front() != '{') {
    throw InputError("neither a tokenizer of lingan nor a SentencePiece model");
  }
  TokenizerDocument document = parse_tokenizer_document(bytes);
  const TokenizerCard& card = find_card(tokenizers(), document.kind, "tokenizer");
  check_normalizer(document.normalizer);
  return card.load(std::move(document));
}

}  // namespace

void Tokenizer::append_ids(std::string_view line, std::vector<int32_t>& ids) const {
  const std::vector<int32_t> more = encode(line);
  ids.insert(ids.end(), more.begin(), more.end());
}

std::unique_ptr<Tokenizer> train_tokenizer(const TokenizerOptions& options,
                                           const LineReader& lines) {
  const TokenizerCard& card = find_card(tokenizers(), options.kind, "tokenizer");
  check_options(options);
  const LineReader checked = [&lines, number = int64_t{0}, has_text = false]() mutable {
    auto line = lines();
    ++number;
    if (line && valid_utf8_prefix(*line) != line->size()) {
      throw InputError("training text, line " + std::to_string(number) + ": malformed UTF-8");
    }
    has_text = has_text || (line && !is_blank(*line));
    if (!line && !has_text) {
      throw InputError("no text to learn a vocabulary from; every line is empty or white space");
    }
    return line;
  };
  return card.train(options, checked);
}

std::unique_ptr<Tokenizer> load_tokenizer_bytes(std::string_view bytes, const std::string& where) {
  return with_place([&] { return where; }, [&] { return load_any(bytes); });
}

std::unique_ptr<Tokenizer> load_tokenizer(const std::filesystem::path& path) {
  return load_tokenizer_bytes(read_file(path, kLargestFile), input_name(path));
}

}  // namespace lingan
