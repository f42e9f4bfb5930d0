#include <lingan/text/subword/sentencepiece_model.h>

#include <bit>
#include <cmath>
#include <cstdint>

#include <lingan/base/error.h>
#include <lingan/base/utf8.h>
#include <lingan/text/subword/double_array_builder.h>
#include <lingan/text/subword/protobuf_reader.h>

namespace lingan {
namespace {

using Type = ProtobufField::Type;

// Field numbers of sentencepiece_model.proto.
constexpr uint32_t kPieces = 1, kTrainer = 2, kNormalizer = 3, kDenormalizer = 5;
constexpr uint32_t kPieceText = 1, kPieceScore = 2, kPieceType = 3;
constexpr uint32_t kTrainerModelType = 3, kTrainerSpaceIsSuffix = 24, kTrainerByteFallback = 35;
constexpr uint32_t kNormalizerCharacterMap = 2, kNormalizerAddDummyPrefix = 3,
                   kNormalizerRemoveExtraSpaces = 4, kNormalizerWriteMarks = 5;

/// Whether the library may walk along a trie: all of its transitions stay inside, and where a key
/// ends, its value is an offset into `texts`.
void check_trie(std::string_view bytes, std::string_view texts) {
  if (bytes.size() % 4 != 0 || bytes.empty()) {
    throw InputError("its normalization trie is truncated");
  }
  const DoubleArray array = DoubleArray::read(bytes);
  const DoubleArrayView trie = array.view();
  if (trie.units[0] & kDoubleArrayLeaf) throw InputError("its normalization trie has no root");
  for (uint32_t i = 0; i < trie.size; ++i) {
    const uint32_t unit = trie.units[i];
    if (unit & kDoubleArrayLeaf) continue;
    const uint32_t children = i ^ double_array_offset(unit);
    if ((children | 0xFF) >= trie.size) {
      throw InputError("its normalization trie leads outside of itself");
    }
    if (!(unit & kDoubleArrayEndsKey)) continue;
    if ((trie.units[children] & ~kDoubleArrayLeaf) >= texts.size()) {
      throw InputError("its normalization trie names a text outside of the model");
    }
  }
}

/// The map's form: the trie's length in 32 bits, the trie, and texts that each end with a NUL.
void check_character_map(std::string_view map) {
  if (map.empty()) return;
  if (map.size() <= 4) throw InputError("its normalization map is truncated");
  const uint32_t length = read_little_endian(map, 0);
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
      const size_t length = map.empty() ? 0 : read_little_endian(map, 0);
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
