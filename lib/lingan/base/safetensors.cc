#include <lingan/base/safetensors.h>

#include <algorithm>
#include <array>
#include <bit>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <lingan/base/error.h>
#include <lingan/base/safetensors_header.h>

namespace lingan {
namespace {

static_assert(std::endian::native == std::endian::little, "safetensors data is little-endian");

using nlohmann::ordered_json;

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

/// Checks one entry by itself and cuts its bytes out of the data.
TensorView checked_view(const SafetensorsEntry& entry, std::string_view data,
                        const std::string& where) {
  if (!entry.dtype || !entry.shape || !entry.offsets) {
    throw InputError(where + ": dtype, shape and data_offsets are all needed");
  }
  if (!item_bytes(*entry.dtype)) {
    throw InputError(fmt::format("{}: dtype {}: expected F64, F32, F16, BF16, I64, I32, U8 or BOOL",
                                 where, printable_name(*entry.dtype)));
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
void check_coverage(const std::map<std::string, SafetensorsEntry>& entries, std::string_view data,
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
  if (name.empty() || name == kSafetensorsMetadata || name.find('\0') != std::string::npos) {
    throw UsageError("tensor name " + printable_name(name) +
                     ": cannot be stored in a safetensors file");
  }
  if (byte_count(view.dtype, view.shape) != view.bytes.size()) {
    throw UsageError(fmt::format("tensor {}: {} bytes do not fit its dtype {} and shape",
                                 printable_name(name), view.bytes.size(), view.dtype));
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
  SafetensorsHeader header = read_safetensors_header(bytes, where);
  const std::string_view data = bytes.substr(header.bytes);
  SafetensorsIndex index;
  for (const auto& [name, entry] : header.entries) {
    index.tensors.emplace(name,
                          checked_view(entry, data, where + ": tensor " + printable_name(name)));
  }
  check_coverage(header.entries, data, where);
  index.metadata = std::move(header.metadata);
  return index;
}

std::string format_safetensors(const SafetensorsIndex& index) {
  const std::vector<const NamedView*> order = writing_order(index);
  ordered_json header = ordered_json::object();
  if (!index.metadata.empty()) header[std::string(kSafetensorsMetadata)] = index.metadata;
  uint64_t data_bytes = 0;
  for (const NamedView* tensor : order) {
    header[tensor->first] = entry_json(tensor->second, data_bytes);
    data_bytes += tensor->second.bytes.size();
  }
  std::string text;
  try {
    text = header.dump();
  } catch (const ordered_json::type_error&) {
    throw UsageError("a tensor's name or the metadata is not valid UTF-8");
  }
  text.resize((text.size() + 7) / 8 * 8, ' ');
  const uint64_t length = text.size();
  std::string bytes(reinterpret_cast<const char*>(&length), kSafetensorsLengthBytes);
  bytes.reserve(kSafetensorsLengthBytes + length + data_bytes);
  bytes += text;
  for (const NamedView* tensor : order) bytes += tensor->second.bytes;
  return bytes;
}

}  // namespace lingan
