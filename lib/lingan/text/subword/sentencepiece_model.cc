#include <lingan/text/subword/sentencepiece_model.h>

#include <bit>
#include <cmath>
#include <cstdint>

#include <lingan/base/error.h>
#include <lingan/text/subword/protobuf_reader.h>
#include <lingan/text/utf8.h>

namespace lingan {
namespace {

using Type = ProtobufField::Type;

// Field numbers of sentencepiece_model.proto.
constexpr uint32_t kPieces = 1, kTrainer = 2, kNormalizer = 3, kDenormalizer = 5;
constexpr uint32_t kPieceText = 1, kPieceScore = 2, kPieceType = 3;
constexpr uint32_t kTrainerModelType = 3, kTrainerSpaceIsSuffix = 24, kTrainerByteFallback = 35;
constexpr uint32_t kNormalizerCharacterMap = 2, kNormalizerAddDummyPrefix = 3,
                   kNormalizerRemoveExtraSpaces = 4, kNormalizerWriteMarks = 5;

uint32_t read_unit(std::string_view trie, size_t index) {
  uint32_t unit = 0;
  for (size_t i = 0; i < 4; ++i) {
    unit |= uint32_t{static_cast<uint8_t>(trie[4 * index + i])} << (8 * i);
  }
  return unit;
}

/// A unit of a darts-clone double array leads to the units with the same upper bits as its own
/// number xor its offset; where it ends a key, the unit at that place holds an offset into `texts`.
void check_trie(std::string_view trie, std::string_view texts) {
  constexpr uint32_t kLeaf = 1u << 31, kEndsKey = 1u << 8, kWide = 1u << 9;
  const size_t count = trie.size() / 4;
  if (trie.size() % 4 != 0 || count == 0) throw InputError("its normalization trie is truncated");
  if (read_unit(trie, 0) & kLeaf) throw InputError("its normalization trie has no root");
  for (size_t i = 0; i < count; ++i) {
    const uint32_t unit = read_unit(trie, i);
    if (unit & kLeaf) continue;
    const uint32_t offset = unit >> 10 << (unit & kWide ? 8 : 0);
    const size_t target = i ^ offset;
    if ((target | 0xFF) >= count)
      throw InputError("its normalization trie leads outside of itself");
    if (!(unit & kEndsKey)) continue;
    if ((read_unit(trie, target) & ~kLeaf) >= texts.size()) {
      throw InputError("its normalization trie names a text outside of the model");
    }
  }
}

/// The map's form: the trie's length in 32 bits, the trie, and texts that each end with a NUL.
void check_character_map(std::string_view map) {
  if (map.empty()) return;
  if (map.size() <= 4) throw InputError("its normalization map is truncated");
  const uint32_t length = read_unit(map, 0);
  if (length >= map.size() - 4) throw InputError("its normalization map is truncated");
  const std::string_view texts = map.substr(4 + length);
  if (texts.back() != '\0') throw InputError("the texts of its normalization map have no end");
  check_trie(map.substr(4, length), texts);
}

void check_normalizer_spec(std::string_view message) {
  ProtobufReader reader(message);
  while (const auto field = reader.next()) {
    if (field->number == kNormalizerCharacterMap && field->type == Type::kBytes) {
      check_character_map(field->bytes);
    }
  }
}

void check_piece(std::string_view message) {
  ProtobufReader reader(message);
  while (const auto field = reader.next()) {
    if (field->number == kPieceText && field->type == Type::kBytes) {
      const bool is_text = valid_utf8_prefix(field->bytes) == field->bytes.size() &&
                           field->bytes.find('\0') == std::string_view::npos;
      if (!is_text) throw InputError("one of its pieces is not UTF-8 text");
    }
    if (field->number == kPieceScore && field->type == Type::kFixed32 &&
        !std::isfinite(std::bit_cast<float>(static_cast<uint32_t>(field->value)))) {
      throw InputError("one of its pieces has a score that is no number");
    }
  }
}

/// Changes `type` if the trainer's options name one that the library knows.
void read_model_type(std::string_view message, uint64_t& type) {
  ProtobufReader reader(message);
  while (const auto field = reader.next()) {
    if (field->number == kTrainerModelType && field->type == Type::kVarint && field->value >= 1 &&
        field->value <= 4) {
      type = field->value;
    }
  }
}

uint64_t check_fields(std::string_view bytes) {
  uint64_t type = 1;
  bool has_pieces = false;
  ProtobufReader reader(bytes);
  while (const auto field = reader.next()) {
    if (field->type != Type::kBytes) continue;
    if (field->number == kPieces) check_piece(field->bytes);
    if (field->number == kTrainer) read_model_type(field->bytes, type);
    if (field->number == kNormalizer || field->number == kDenormalizer) {
      check_normalizer_spec(field->bytes);
    }
    has_pieces = has_pieces || field->number == kPieces;
  }
  if (!has_pieces) throw InputError("it has no pieces");
  return type;
}

void read_piece(std::string_view message, SentencePieceModel& model) {
  ModelPiece piece;
  ProtobufReader reader(message);
  while (const auto field = reader.next()) {
    if (field->number == kPieceText && field->type == Type::kBytes) piece.text = field->bytes;
    if (field->number == kPieceScore && field->type == Type::kFixed32) {
      piece.score = std::bit_cast<float>(static_cast<uint32_t>(field->value));
    }
    if (field->number == kPieceType && field->type == Type::kVarint && field->value >= 1 &&
        field->value <= 6) {
      piece.type = static_cast<PieceType>(field->value);
    }
  }
  model.pieces.push_back(piece);
}

void read_trainer(std::string_view message, SentencePieceModel& model) {
  ProtobufReader reader(message);
  while (const auto field = reader.next()) {
    if (field->type != Type::kVarint) continue;
    if (field->number == kTrainerSpaceIsSuffix) model.space_is_suffix = field->value != 0;
    if (field->number == kTrainerByteFallback) model.byte_fallback = field->value != 0;
  }
}

void read_normalizer(std::string_view message, SentencePieceModel& model) {
  ProtobufReader reader(message);
  while (const auto field = reader.next()) {
    if (field->number == kNormalizerCharacterMap && field->type == Type::kBytes) {
      const std::string_view map = field->bytes;
      const size_t length = map.empty() ? 0 : read_unit(map, 0);
      model.normalization_trie = map.empty() ? map : map.substr(4, length);
      model.normalization_texts = map.empty() ? map : map.substr(4 + length);
    }
    if (field->type != Type::kVarint) continue;
    const bool value = field->value != 0;
    if (field->number == kNormalizerAddDummyPrefix) model.add_dummy_prefix = value;
    if (field->number == kNormalizerRemoveExtraSpaces) model.remove_extra_spaces = value;
    if (field->number == kNormalizerWriteMarks) model.write_marks = value;
  }
}

}  // namespace

SentencePieceModel read_sentencepiece_model(std::string_view bytes) {
  SentencePieceModel model;
  ProtobufReader reader(bytes);
  while (const auto field = reader.next()) {
    if (field->type != Type::kBytes) continue;
    if (field->number == kPieces) read_piece(field->bytes, model);
    if (field->number == kTrainer) read_trainer(field->bytes, model);
    if (field->number == kNormalizer) read_normalizer(field->bytes, model);
  }
  return model;
}

std::string_view check_sentencepiece_model(std::string_view bytes) {
  uint64_t type = 0;
  try {
    type = check_fields(bytes);
  } catch (const InputError& error) {
    throw InputError(std::string("malformed SentencePiece model: ") + error.what());
  }
  if (type == 1) return "unigram";
  if (type == 2) return "bpe";
  throw InputError(std::string("SentencePiece model of type ") + (type == 3 ? "word" : "char") +
                   "; only unigram and bpe are supported (lingan's own tokenizers `word` and "
                   "`character` serve for the others)");
}

}  // namespace lingan
