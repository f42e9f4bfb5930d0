#include <lingan/text/tokenizer/id_tokenizer.h>

#include <algorithm>

#include <lingan/base/error.h>
#include <lingan/base/number.h>
#include <lingan/text/tokenizer/token_id.h>
#include <lingan/text/tokenizer/tokenizer_cards.h>
#include <lingan/text/tokenizer/whitespace_tokenizer.h>

namespace lingan {
namespace {

constexpr int32_t kLargestSize = 1 << 24;
// Ids in a vocabulary that any text may have, and ids for each of its tokens beyond that: networks
// have weights for every id, and a few bytes of text shall not ask for gigabytes.
constexpr int64_t kAnySize = 1 << 16;
constexpr int64_t kIdsPerToken = 100;

void check_special(int32_t id, int32_t size, const char* name) {
  if (id < -1 || id >= size) {
    throw InputError("ids tokenizer of size " + std::to_string(size) + ": " + name + " is " +
                     std::to_string(id) + ", expected -1 (none) or 0.." + std::to_string(size - 1));
  }
}

// By value, as the loaders of all cards.
// NOLINTNEXTLINE(performance-unnecessary-value-param)
std::unique_ptr<Tokenizer> load_ids(TokenizerDocument document) {
  return make_id_tokenizer(document.size, document.specials);
}

/// @param largest  id among the tokens of a text.
void require_dense(int32_t largest, int64_t tokens) {
  if (largest < std::max(kAnySize, kIdsPerToken * tokens)) return;
  throw InputError("the text's largest id is " + std::to_string(largest) + ", but it has only " +
                   std::to_string(tokens) +
                   " tokens; number ids from 0 without gaps, or name the size of their vocabulary "
                   "by `vocabulary_size`");
}

}  // namespace

std::vector<int32_t> parse_ids(std::string_view line, int32_t bound) {
  std::vector<int32_t> ids;
  for (const auto word : split_whitespace(line)) {
    const auto id = parse_number<int32_t>(word);
    if (!id || *id < 0 || *id >= bound) {
      throw InputError("'" + std::string(word.substr(0, 40)) +
                       "' is no token id: expected numbers in 0.." + std::to_string(bound - 1) +
                       " between spaces");
    }
    ids.push_back(*id);
  }
  return ids;
}

IdTokenizer::IdTokenizer(int32_t size, SpecialTokens specials) : size_(size), specials_(specials) {
  if (size < 1 || size > kLargestSize) {
    throw InputError("ids tokenizer: size " + std::to_string(size) + " is not in 1.." +
                     std::to_string(kLargestSize));
  }
  check_special(specials.pad, size, "pad");
  check_special(specials.bos, size, "bos");
  check_special(specials.eos, size, "eos");
  check_special(specials.unk, size, "unk");
}

std::string_view IdTokenizer::mark(int32_t id) const {
  if (specials_.eos < 0) return {};
  if (id == specials_.eos) return "<eos>";
  if (id == specials_.pad) return "<pad>";
  if (id == specials_.bos) return "<bos>";
  return {};
}

std::unique_ptr<Tokenizer> IdTokenizer::train(const TokenizerOptions& options,
                                              const LineReader& lines) {
  const int32_t bound = options.vocabulary_size > 0 ? options.vocabulary_size : kLargestSize;
  int32_t largest = -1;
  int64_t tokens = 0;
  while (const auto line = lines()) {
    const std::vector<int32_t> ids = parse_ids(*line, bound);
    for (const int32_t id : ids) largest = std::max(largest, id);
    tokens += std::ssize(ids);
  }
  if (largest < 0) throw InputError("no token ids to learn from: the corpus is empty");
  const bool is_given = options.vocabulary_size > 0;
  if (!is_given) require_dense(largest, tokens);
  return make_id_tokenizer(is_given ? options.vocabulary_size : largest + 1,
                           {.pad = -1, .bos = 0, .eos = -1, .unk = -1});
}

std::string IdTokenizer::piece(int32_t id) const {
  require_token_id(id, size_);
  return mark(id).empty() ? std::to_string(id) : std::string(mark(id));
}

std::vector<int32_t> IdTokenizer::encode(std::string_view line) const {
  std::vector<int32_t> ids = parse_ids(line, size_);
  for (const int32_t id : ids) {
    if (mark(id).empty()) continue;
    throw InputError("'" + std::to_string(id) + "' is the id of " + std::string(mark(id)) +
                     ", which is no text");
  }
  return ids;
}

std::string IdTokenizer::decode(std::span<const int32_t> ids) const {
  std::string text;
  for (const int32_t id : ids) {
    if (!mark(id).empty()) continue;
    if (!text.empty()) text += ' ';
    text += piece(id);
  }
  return text;
}

std::string IdTokenizer::serialize() const {
  TokenizerDocument document;
  document.kind = kind();
  document.size = size_;
  document.specials = specials_;
  return format_tokenizer_document(document);
}

std::unique_ptr<Tokenizer> make_id_tokenizer(int32_t size, SpecialTokens specials) {
  return std::make_unique<IdTokenizer>(size, specials);
}

TokenizerCard id_tokenizer_card() {
  return {.name = "ids",
          .summary = "lines of numbers, for the data of oracles",
          .paper = "Yu et al. 2017 (SeqGAN)",
          .content = TokenizerContent::kIds,
          .train = IdTokenizer::train,
          .load = load_ids};
}

}  // namespace lingan
