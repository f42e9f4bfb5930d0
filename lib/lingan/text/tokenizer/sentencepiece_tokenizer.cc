#include <lingan/text/tokenizer/sentencepiece_tokenizer.h>

#include <algorithm>
#include <atomic>

#include <sentencepiece_processor.h>

#include <lingan/base/error.h>
#include <lingan/text/subword/sentencepiece_model.h>
#include <lingan/text/subword/sentencepiece_rounding.h>
#include <lingan/text/subword/subword_encoder.h>
#include <lingan/text/tokenizer/token_id.h>
#include <lingan/text/tokenizer/tokenizer_cards.h>

namespace lingan {
namespace {

/// TrainerSpec {unk_surface: "<unk>"} as a protobuf field of the model. Appended to a model it is
/// merged into the options there: decode then writes `<unk>` for unk, whatever the model was
/// trained with.
constexpr std::string_view kUnknownSurface = "\x12\x08\xE2\x02\x05<unk>";

/// The library's own messages name lines of its source.
void check(const sentencepiece::util::Status& status, const char* what_failed) {
  if (!status.ok()) throw InputError(std::string("SentencePiece cannot ") + what_failed);
}

std::atomic<uint64_t> tokenizers_made = 0;

/// A thread's encoder for one tokenizer.
struct ThreadEncoder {
  uint64_t tokenizer;
  std::unique_ptr<SubwordEncoder> encoder;
};

/// A thread keeps encoders for so many tokenizers.
constexpr size_t kThreadEncoders = 4;

std::unique_ptr<Tokenizer> load_model(TokenizerDocument document) {
  auto loaded =
      std::make_unique<SentencePieceTokenizer>(std::move(document.model), document.normalizer);
  if (loaded->kind() != document.kind) {
    throw InputError("'kind' is " + document.kind + " but the model is " +
                     std::string(loaded->kind()));
  }
  return loaded;
}

}  // namespace

SentencePieceTokenizer::SentencePieceTokenizer(std::string model, NormalizerOptions normalizer)
    : model_(std::move(model)),
      normalizer_(std::move(normalizer)),
      kind_(check_sentencepiece_model(model_)),
      processor_(std::make_unique<sentencepiece::SentencePieceProcessor>()),
      words_(std::make_unique<SharedWords>()),
      number_(++tokenizers_made) {
  check(processor_->LoadFromSerializedProto(model_ + std::string(kUnknownSurface)),
        "load the model: it is spoiled, or of a later version");
  encoding_ = std::make_unique<SubwordModel>(kind_, read_sentencepiece_model(model_),
                                             library_rounds_first());
  size_ = processor_->GetPieceSize();
  const auto own_or_next = [this](int id) { return id >= 0 ? id : size_++; };
  specials_.unk = processor_->unk_id();
  specials_.pad = own_or_next(processor_->pad_id());
  specials_.bos = own_or_next(processor_->bos_id());
  specials_.eos = own_or_next(processor_->eos_id());
}

SentencePieceTokenizer::~SentencePieceTokenizer() = default;

std::string SentencePieceTokenizer::piece(int32_t id) const {
  require_token_id(id, size_);
  if (id == specials_.pad) return "<pad>";
  if (id == specials_.bos) return "<bos>";
  if (id == specials_.eos) return "<eos>";
  if (id == specials_.unk) return "<unk>";
  return processor_->IdToPiece(id);
}

/// This thread's encoder; the one that was used last comes first.
SubwordEncoder& SentencePieceTokenizer::encoder() const {
  thread_local std::vector<ThreadEncoder> encoders;
  if (!encoders.empty() && encoders.front().tokenizer == number_) return *encoders.front().encoder;
  auto own = std::find_if(encoders.begin(), encoders.end(),
                          [this](const auto& entry) { return entry.tokenizer == number_; });
  if (own == encoders.end()) {
    if (encoders.size() == kThreadEncoders) encoders.pop_back();
    encoders.push_back({number_, std::make_unique<SubwordEncoder>(*encoding_, words_.get())});
    own = encoders.end() - 1;
  }
  std::rotate(encoders.begin(), own, own + 1);
  return *encoders.front().encoder;
}

void SentencePieceTokenizer::append_ids(std::string_view line, std::vector<int32_t>& ids) const {
  thread_local IdBuffer encoded;
  thread_local std::string buffer;
  encoded.truncate(0);
  encoder().encode(normalize(line, normalizer_, buffer), encoded);
  ids.insert(ids.end(), encoded.data(), encoded.data() + encoded.size());
}

std::vector<int32_t> SentencePieceTokenizer::encode(std::string_view line) const {
  std::vector<int32_t> ids;
  append_ids(line, ids);
  return ids;
}

std::string SentencePieceTokenizer::decode(std::span<const int32_t> ids) const {
  std::vector<int> without_specials;
  without_specials.reserve(ids.size());
  for (const int32_t id : ids) {
    require_token_id(id, size_);
    if (id != specials_.pad && id != specials_.bos && id != specials_.eos)
      without_specials.push_back(id);
  }
  std::string text;
  check(processor_->Decode(without_specials, &text), "decode the ids");
  return text;
}

std::string SentencePieceTokenizer::serialize() const {
  TokenizerDocument document;
  document.kind = kind_;
  document.normalizer = normalizer_;
  document.model = model_;
  return format_tokenizer_document(document);
}

TokenizerCard unigram_tokenizer_card() {
  return {.name = "unigram",
          .summary = "SentencePiece pieces by a unigram model",
          .paper = "Kudo 2018; Kudo & Richardson 2018",
          .content = TokenizerContent::kModel,
          .train = SentencePieceTokenizer::train,
          .load = load_model};
}

TokenizerCard bpe_tokenizer_card() {
  return {.name = "bpe",
          .summary = "SentencePiece pieces by merging frequent pairs",
          .paper = "Sennrich, Haddow & Birch 2016; Kudo & Richardson 2018",
          .content = TokenizerContent::kModel,
          .train = SentencePieceTokenizer::train,
          .load = load_model};
}

}  // namespace lingan
