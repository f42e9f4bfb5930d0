#include <lingan/text/subword/protobuf_reader.h>

#include <lingan/base/error.h>

namespace lingan {

std::optional<ProtobufField> ProtobufReader::next() {
  if (rest_.empty()) return std::nullopt;
  const uint64_t tag = read_varint();
  ProtobufField field;
  field.number = static_cast<uint32_t>(tag >> 3);
  if (tag > UINT32_MAX || field.number == 0) throw InputError("malformed field number");
  switch (tag & 7) {
    case 0:
      field.value = read_varint();
      break;
    case 1:
      field.value = read_fixed(8);
      break;
    case 2:
      field.bytes = take(read_varint());
      break;
    case 5:
      field.value = read_fixed(4);
      break;
    default:
      throw InputError("field of an unknown wire type");
  }
  field.type = static_cast<ProtobufField::Type>(tag & 7);
  return field;
}

uint64_t ProtobufReader::read_varint() {
  uint64_t value = 0;
  for (int shift = 0; shift < 64; shift += 7) {
    const auto byte = static_cast<uint8_t>(take(1)[0]);
    value |= uint64_t{byte & 0x7Fu} << shift;
    if (byte < 0x80) return value;
  }
  throw InputError("number longer than 64 bits");
}

uint64_t ProtobufReader::read_fixed(size_t bytes) {
  const std::string_view taken = take(bytes);
  uint64_t value = 0;
  for (size_t i = 0; i < bytes; ++i) value |= uint64_t{static_cast<uint8_t>(taken[i])} << (8 * i);
  return value;
}

std::string_view ProtobufReader::take(uint64_t bytes) {
  if (bytes > rest_.size()) throw InputError("truncated");
  const std::string_view taken = rest_.substr(0, bytes);
  rest_.remove_prefix(bytes);
  return taken;
}

}  // namespace lingan
