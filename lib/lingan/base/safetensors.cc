#include <lingan/base/safetensors.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <lingan/base/error.h>

namespace lingan {
namespace {

static_assert(std::endian::native == std::endian::little, "safetensors data is little-endian");

using nlohmann::json;
using nlohmann::ordered_json;

constexpr uint64_t kLengthBytes = 8;
constexpr uint64_t kMaxHeaderBytes = 100'000'000;
constexpr std::string_view kMetadata = "__metadata__";
constexpr std::array<std::pair<std::string_view, uint64_t>, 8> kDtypes = {{{"F64", 8},
                                                                           {"F32", 4},
                                                                           {"F16", 2},
                                                                           {"BF16", 2},
                                                                           {"I64", 8},
                                                                           {"I32", 4},
                                                                           {"U8", 1},
                                                                           {"BOOL", 1}}};

std::optional<uint64_t> item_bytes(std::string_view dtype) {
  for (const auto& [name, bytes] : kDtypes) {
    if (name == dtype) return bytes;
  }
  return std::nullopt;
}

/// A name from a file, fit for a one-line message: escaped and cut.
std::string printable(std::string_view name) {
  constexpr size_t kLongest = 100;
  return json(std::string(name.substr(0, kLongest)))
      .dump(-1, ' ', true, json::error_handler_t::replace);
}

/// Bytes of a tensor of this dtype and shape; nothing if unknown or beyond 2^64.
std::optional<uint64_t> byte_count(std::string_view dtype, const std::vector<int64_t>& shape) {
  const std::optional<uint64_t> item = item_bytes(dtype);
  if (!item) return std::nullopt;
  uint64_t total = *item;
  for (const int64_t size : shape) {
    if (size < 0 || __builtin_mul_overflow(total, static_cast<uint64_t>(size), &total)) {
      return std::nullopt;
    }
  }
  return total;
}

/// A tensor's entry as the header states it; nothing of it has been checked against the data.
struct Entry {
  std::optional<std::string> dtype;
  std::optional<std::vector<uint64_t>> shape;
  std::optional<std::vector<uint64_t>> offsets;
};

/// Reads the header event by event, so that duplicate keys are seen and nesting stays shallow:
/// {name: {"dtype": string, "shape": [n...], "data_offsets": [n, n]}, "__metadata__": {key: text}}.
class HeaderReader : public nlohmann::json_sax<json> {
 public:
  explicit HeaderReader(const std::string& where) : where_(where) {}

  std::map<std::string, Entry> entries;
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
                                 kLengthBytes + position));
  }

 private:
  void begin_entry() {
    if (name_ == kMetadata) {
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
    throw InputError(fmt::format("{}: header, {}{}{}: {}", where_, printable(name_),
                                 field_.empty() ? "" : ", ",
                                 field_.empty() ? "" : printable(field_), reason));
  }

  const std::string& where_;
  int depth_ = 0;
  std::string name_;                       // key at depth 1
  std::string field_;                      // key at depth 2
  Entry* entry_ = nullptr;                 // the entry being read; null inside __metadata__
  std::vector<uint64_t>* list_ = nullptr;  // the list being read
  bool has_metadata_ = false;
};

/// The header's JSON, of a length that the file really has.
std::string_view header_text(std::string_view bytes, const std::string& where) {
  if (bytes.size() < kLengthBytes) {
    throw InputError(
        fmt::format("{}: {} bytes are too few for a safetensors file", where, bytes.size()));
  }
  uint64_t length = 0;
  std::memcpy(&length, bytes.data(), kLengthBytes);
  if (length > kMaxHeaderBytes || length > bytes.size() - kLengthBytes) {
    throw InputError(
        fmt::format("{}: byte 0: a header of {} bytes; the file has {} and the limit is {}", where,
                    length, bytes.size() - kLengthBytes, kMaxHeaderBytes));
  }
  const std::string_view header = bytes.substr(kLengthBytes, length);
  if (header.empty() || header.front() != '{') {
    throw InputError(where + ": byte 8: the header must begin with {");
  }
  // The JSON parser takes a NUL for the end of its input and would skip what follows.
  if (const size_t nul = header.find('\0'); nul != std::string_view::npos) {
    throw InputError(fmt::format("{}: byte {}: a NUL in the header", where, kLengthBytes + nul));
  }
  return header;
}

/// Checks one entry by itself and cuts its bytes out of the data.
TensorView checked_view(const Entry& entry, std::string_view data, const std::string& where) {
  if (!entry.dtype || !entry.shape || !entry.offsets) {
    throw InputError(where + ": dtype, shape and data_offsets are all needed");
  }
  if (!item_bytes(*entry.dtype)) {
    throw InputError(fmt::format("{}: dtype {}: expected F64, F32, F16, BF16, I64, I32, U8 or BOOL",
                                 where, printable(*entry.dtype)));
  }
  TensorView view{*entry.dtype, {}, {}};
  for (const uint64_t size : *entry.shape) {
    if (size > static_cast<uint64_t>(INT64_MAX)) throw InputError(where + ": the shape overflows");
    view.shape.push_back(static_cast<int64_t>(size));
  }
  const std::optional<uint64_t> expected = byte_count(view.dtype, view.shape);
  if (!expected) throw InputError(where + ": the shape overflows");
  const std::vector<uint64_t>& offsets = *entry.offsets;
  if (offsets.size() != 2 || offsets[0] > offsets[1] || offsets[1] > data.size()) {
    throw InputError(fmt::format("{}: data_offsets must be [begin, end] with begin <= end <= {}",
                                 where, data.size()));
  }
  if (offsets[1] - offsets[0] != *expected) {
    throw InputError(fmt::format("{}: {} bytes, but its dtype and shape take {}", where,
                                 offsets[1] - offsets[0], *expected));
  }
  view.bytes = data.substr(offsets[0], *expected);
  return view;
}

/// Checks that the tensors cover the data exactly.
void check_coverage(const std::map<std::string, Entry>& entries, std::string_view data,
                    const std::string& where) {
  std::vector<std::pair<uint64_t, uint64_t>> ranges;
  ranges.reserve(entries.size());
  for (const auto& [name, entry] : entries) {
    ranges.emplace_back((*entry.offsets)[0], (*entry.offsets)[1]);
  }
  std::sort(ranges.begin(), ranges.end());
  uint64_t covered = 0;
  for (const auto& [begin, end] : ranges) {
    if (begin != covered) {
      throw InputError(fmt::format("{}: tensors {} at byte {} of the data", where,
                                   begin < covered ? "overlap" : "leave a hole",
                                   std::min(begin, covered)));
    }
    covered = end;
  }
  if (covered != data.size()) {
    throw InputError(
        fmt::format("{}: {} bytes after the last tensor", where, data.size() - covered));
  }
}

/// The header's entry of a tensor whose bytes lie at `begin`.
ordered_json entry_json(const TensorView& view, uint64_t begin) {
  ordered_json entry;
  entry["dtype"] = view.dtype;
  entry["shape"] = view.shape;
  entry["data_offsets"] = {begin, begin + view.bytes.size()};
  return entry;
}

void check_writable(const std::string& name, const TensorView& view) {
  if (name.empty() || name == kMetadata || name.find('\0') != std::string::npos) {
    throw UsageError("tensor name " + printable(name) + ": cannot be stored in a safetensors file");
  }
  if (byte_count(view.dtype, view.shape) != view.bytes.size()) {
    throw UsageError(fmt::format("tensor {}: {} bytes do not fit its dtype {} and shape",
                                 printable(name), view.bytes.size(), view.dtype));
  }
}

using NamedView = std::pair<const std::string, TensorView>;

/// Falling alignment, then name: with an 8-aligned start every tensor is aligned.
std::vector<const NamedView*> writing_order(const SafetensorsIndex& index) {
  std::vector<const NamedView*> order;
  for (const NamedView& tensor : index.tensors) {
    check_writable(tensor.first, tensor.second);
    order.push_back(&tensor);
  }
  std::stable_sort(order.begin(), order.end(), [](const NamedView* a, const NamedView* b) {
    return *item_bytes(a->second.dtype) > *item_bytes(b->second.dtype);
  });
  return order;
}

}  // namespace

SafetensorsIndex parse_safetensors(std::string_view bytes, const std::string& where) {
  const std::string_view header = header_text(bytes, where);
  const std::string_view data = bytes.substr(kLengthBytes + header.size());
  HeaderReader reader(where);
  json::sax_parse(header, &reader);
  SafetensorsIndex index;
  for (const auto& [name, entry] : reader.entries) {
    index.tensors.emplace(name, checked_view(entry, data, where + ": tensor " + printable(name)));
  }
  check_coverage(reader.entries, data, where);
  index.metadata = std::move(reader.metadata);
  return index;
}

std::string format_safetensors(const SafetensorsIndex& index) {
  const std::vector<const NamedView*> order = writing_order(index);
  ordered_json header = ordered_json::object();
  if (!index.metadata.empty()) header[std::string(kMetadata)] = index.metadata;
  uint64_t data_bytes = 0;
  for (const NamedView* tensor : order) {
    header[tensor->first] = entry_json(tensor->second, data_bytes);
    data_bytes += tensor->second.bytes.size();
  }
  std::string text;
  try {
    text = header.dump();
  } catch (const json::type_error&) {
    throw UsageError("a tensor's name or the metadata is not valid UTF-8");
  }
  text.resize((text.size() + 7) / 8 * 8, ' ');
  const uint64_t length = text.size();
  std::string bytes(reinterpret_cast<const char*>(&length), kLengthBytes);
  bytes.reserve(kLengthBytes + length + data_bytes);
  bytes += text;
  for (const NamedView* tensor : order) bytes += tensor->second.bytes;
  return bytes;
}

}  // namespace lingan
