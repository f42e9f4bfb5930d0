/// The fields of a protocol buffer message, one after the other.
///
/// Source: the encoding page of protobuf's documentation. Only what SentencePiece models use is
/// read: varints, fixed 32- and 64-bit values and length-delimited bytes; groups are refused.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace lingan {

/// One field; `number` counts from 1.
struct ProtobufField {
  enum class Type { kVarint = 0, kFixed64 = 1, kBytes = 2, kFixed32 = 5 };
  uint32_t number = 0;
  Type type = Type::kVarint;
  uint64_t value = 0;      ///< of a varint or fixed value
  std::string_view bytes;  ///< of a length-delimited field; points into the message
};

/// Walks over the fields of a message.
class ProtobufReader {
 public:
  explicit ProtobufReader(std::string_view message) : rest_(message) {}

  /// The next field; nothing at the end.
  /// @throws InputError if the message is truncated or malformed.
  std::optional<ProtobufField> next();

 private:
  uint64_t read_varint();
  uint64_t read_fixed(size_t bytes);
  std::string_view take(uint64_t bytes);

  std::string_view rest_;
};

}  // namespace lingan
