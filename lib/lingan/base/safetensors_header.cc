#include <lingan/base/safetensors_header.h>

#include <cstring>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <lingan/base/error.h>

namespace lingan {
namespace {

using nlohmann::json;

constexpr uint64_t kMaxHeaderBytes = 100'000'000;

/// Reads the header event by event, so that duplicate keys are seen and nesting stays shallow:
/// {name: {"dtype": string, "shape": [n...], "data_offsets": [n, n]}, "__metadata__": {key: text}}.
class HeaderReader final : public nlohmann::json_sax<json> {
 public:
  explicit HeaderReader(const std::string& where) : where_(where) {}

  std::map<std::string, SafetensorsEntry> entries;
  std::map<std::string, std::string> metadata;

  bool null() override { fail("null is not allowed"); }
  bool boolean(bool) override { fail("a boolean is not allowed"); }
  bool number_integer(number_integer_t) override { fail("negative numbers are not allowed"); }
  bool number_float(number_float_t, const string_t&) override {
    fail("numbers must be integers below 2^64");
  }
  bool binary(binary_t&) override { fail("binary values are not allowed"); }

  bool number_unsigned(number_unsigned_t value) override {
    if (list_ == nullptr) fail("a number is not allowed here");
    list_->push_back(value);
    return true;
  }

  bool string(string_t& value) override {
    if (depth_ != 2 || list_ != nullptr) fail("a string is not allowed here");
    if (entry_ == nullptr) {
      if (!metadata.emplace(field_, value).second) fail("the key occurs twice");
    } else {
      if (field_ != "dtype") fail("expected a list of integers");
      if (entry_->dtype) fail("the key occurs twice");
      entry_->dtype = value;
    }
    return true;
  }

  bool start_object(size_t) override {
    if (depth_ >= 2 || list_ != nullptr) fail("an object is not allowed here");
    if (++depth_ == 2) begin_entry();
    return true;
  }

  bool key(string_t& value) override {
    (depth_ == 1 ? name_ : field_) = value;
    return true;
  }

  bool end_object() override {
    --depth_;
    field_.clear();
    return true;
  }

  bool start_array(size_t) override {
    if (depth_ != 2 || entry_ == nullptr || list_ != nullptr) fail("a list is not allowed here");
    if (field_ != "shape" && field_ != "data_offsets") {
      fail("expected one of dtype, shape, data_offsets");
    }
    auto& list = field_ == "shape" ? entry_->shape : entry_->offsets;
    if (list) fail("the key occurs twice");
    list_ = &list.emplace();
    return true;
  }

  bool end_array() override {
    list_ = nullptr;
    return true;
  }

  bool parse_error(size_t position, const std::string&,
                   const nlohmann::detail::exception&) override {
    throw InputError(fmt::format("{}: byte {}: the header is not valid JSON in UTF-8", where_,
                                 kSafetensorsLengthBytes + position));
  }

 private:
  void begin_entry() {
    if (name_ == kSafetensorsMetadata) {
      if (std::exchange(has_metadata_, true)) fail("the key occurs twice");
      entry_ = nullptr;
      return;
    }
    if (name_.empty() || name_.find('\0') != std::string::npos) {
      fail("a tensor's name must not be empty or hold a NUL");
    }
    const auto [place, added] = entries.try_emplace(name_);
    if (!added) fail("the name occurs twice");
    entry_ = &place->second;
  }

  [[noreturn]] void fail(std::string_view reason) const {
    throw InputError(fmt::format("{}: header, {}{}{}: {}", where_, printable_name(name_),
                                 field_.empty() ? "" : ", ",
                                 field_.empty() ? "" : printable_name(field_), reason));
  }

  const std::string& where_;
  int depth_ = 0;
  std::string name_;                       // key at depth 1
  std::string field_;                      // key at depth 2
  SafetensorsEntry* entry_ = nullptr;      // the entry being read; null inside __metadata__
  std::vector<uint64_t>* list_ = nullptr;  // the list being read
  bool has_metadata_ = false;
};

/// The header's JSON, of a length that the file really has.
std::string_view header_text(std::string_view bytes, const std::string& where) {
  if (bytes.size() < kSafetensorsLengthBytes) {
    throw InputError(
        fmt::format("{}: {} bytes are too few for a safetensors file", where, bytes.size()));
  }
  uint64_t length = 0;
  std::memcpy(&length, bytes.data(), kSafetensorsLengthBytes);
  if (length > kMaxHeaderBytes || length > bytes.size() - kSafetensorsLengthBytes) {
    throw InputError(
        fmt::format("{}: byte 0: a header of {} bytes; the file has {} and the limit is {}", where,
                    length, bytes.size() - kSafetensorsLengthBytes, kMaxHeaderBytes));
  }
  const std::string_view header = bytes.substr(kSafetensorsLengthBytes, length);
  if (header.empty() || header.front() != '{') {
    throw InputError(where + ": byte 8: the header must begin with {");
  }
  // The JSON parser takes a NUL for the end of its input and would skip what follows.
  if (const size_t nul = header.find('\0'); nul != std::string_view::npos) {
    throw InputError(
        fmt::format("{}: byte {}: a NUL in the header", where, kSafetensorsLengthBytes + nul));
  }
  return header;
}

}  // namespace

SafetensorsHeader read_safetensors_header(std::string_view bytes, const std::string& where) {
  const std::string_view header = header_text(bytes, where);
  HeaderReader reader(where);
  json::sax_parse(header, &reader);
  return {.entries = std::move(reader.entries),
          .metadata = std::move(reader.metadata),
          .bytes = kSafetensorsLengthBytes + header.size()};
}

std::string printable_name(std::string_view name) {
  constexpr size_t kLongest = 100;
  return json(std::string(name.substr(0, kLongest)))
      .dump(-1, ' ', true, json::error_handler_t::replace);
}

}  // namespace lingan
