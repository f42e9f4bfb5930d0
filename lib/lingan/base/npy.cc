#include <lingan/base/npy.h>

#include <bit>
#include <charconv>
#include <cstring>
#include <optional>
#include <system_error>

#include <fmt/format.h>

#include <lingan/base/error.h>
#include <lingan/base/option_key.h>

namespace lingan {
namespace {

static_assert(std::endian::native == std::endian::little, "the arrays taken are little-endian");

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr size_t kLongestName = 40;  ///< in messages

/// What the dictionary of a file says.
struct Header {
  std::optional<std::string> type;
  std::optional<bool> is_fortran;
  std::optional<std::vector<int64_t>> shape;
};

/// Reads {'descr': '<f4', 'fortran_order': False, 'shape': (10, 512), }.
class HeaderReader {
 public:
  HeaderReader(std::string_view text, const std::string& where) : text_(text), where_(where) {}

  Header read() {
    expect('{');
    while (!accept('}')) {
      read_entry();
      if (!accept(',') && peek() != '}') fail("a comma is missing");
    }
    if (peek() != '\0') fail("something follows the dictionary");
    if (!header_.type || !header_.is_fortran || !header_.shape) {
      fail("it needs descr, fortran_order and shape");
    }
    return header_;
  }

 private:
  [[noreturn]] void fail(const std::string& reason) const {
    throw InputError("malformed header of a .npy file: " + reason, where_);
  }

  /// The next character that is no white space; 0 at the end.
  char peek() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n')) ++at_;
    return at_ < text_.size() ? text_[at_] : '\0';
  }
  bool accept(char wanted) {
    if (peek() != wanted || at_ == text_.size()) return false;
    ++at_;
    return true;
  }
  void expect(char wanted) {
    if (!accept(wanted)) fail(fmt::format("expected {} at byte {} of it", wanted, at_));
  }

  std::string read_string() {
    const char quote = peek();
    if (quote != '\'' && quote != '"') fail(fmt::format("expected a string at byte {} of it", at_));
    const size_t end = text_.find(quote, at_ + 1);
    if (end == std::string_view::npos) fail("a string does not end");
    const std::string_view quoted = text_.substr(at_ + 1, end - at_ - 1);
    at_ = end + 1;
    return std::string(quoted);
  }

  bool read_truth() {
    (void)peek();
    for (const bool value : {false, true}) {
      const std::string_view word = value ? "True" : "False";
      if (!text_.substr(at_).starts_with(word)) continue;
      at_ += word.size();
      return value;
    }
    fail("fortran_order is neither True nor False");
  }

  std::vector<int64_t> read_shape() {
    constexpr size_t kMaximumSizes = 32;
    std::vector<int64_t> shape;
    expect('(');
    while (!accept(')')) {
      (void)peek();
      int64_t size = 0;
      const auto [end, error] =
          std::from_chars(text_.data() + at_, text_.data() + text_.size(), size);
      if (error != std::errc() || size < 0) fail("the shape is no list of sizes");
      at_ = static_cast<size_t>(end - text_.data());
      shape.push_back(size);
      if (shape.size() > kMaximumSizes) fail("the shape is too long");
      if (!accept(',') && peek() != ')') fail("a comma is missing in the shape");
    }
    return shape;
  }

  void read_entry() {
    const std::string key = read_string();
    expect(':');
    if (key == "descr") {
      if (peek() == '[') fail("its entries are records; save one array of numbers");
      header_.type = read_string();
    } else if (key == "fortran_order") {
      header_.is_fortran = read_truth();
    } else if (key == "shape") {
      header_.shape = read_shape();
    } else {
      fail("unknown key " + quote_toml(key.substr(0, kLongestName)));
    }
  }

  std::string_view text_;
  const std::string& where_;
  size_t at_ = 0;
  Header header_;
};

uint64_t little_endian(std::string_view bytes) {
  uint64_t value = 0;
  std::memcpy(&value, bytes.data(), bytes.size());
  return value;
}

/// The dictionary of a file, and what follows it.
std::pair<std::string_view, std::string_view> split(std::string_view bytes,
                                                    const std::string& where) {
  const auto cut = [&where]() -> InputError {
    return InputError("the .npy file is cut short in its header", where);
  };
  if (bytes.size() < kMagic.size() + 4) throw cut();
  const int version = static_cast<unsigned char>(bytes[kMagic.size()]);
  if (version < 1 || version > 3) {
    throw InputError(fmt::format("version {} of .npy; 1, 2 and 3 can be read", version), where);
  }
  const size_t length_bytes = version == 1 ? 2 : 4;
  const size_t start = kMagic.size() + 2 + length_bytes;
  if (bytes.size() < start) throw cut();
  const uint64_t length = little_endian(bytes.substr(kMagic.size() + 2, length_bytes));
  if (bytes.size() - start < length) throw cut();
  return {bytes.substr(start, length), bytes.substr(start + length)};
}

/// The type by its name in safetensors, and bytes of a number.
std::pair<const char*, uint64_t> dtype_of(const std::string& type, const std::string& where) {
  if (type == "<f4") return {"F32", 4};
  if (type == "<f8") return {"F64", 8};
  if (type == "<f2") return {"F16", 2};
  throw InputError(
      fmt::format("its numbers are of type {}; save float32, float64 or float16, little-endian",
                  quote_toml(std::string_view(type).substr(0, kLongestName))),
      where);
}

}  // namespace

bool is_npy(std::string_view bytes) { return bytes.starts_with(kMagic); }

TensorView parse_npy(std::string_view bytes, const std::string& where) {
  if (!is_npy(bytes)) throw InputError("is no .npy file", where);
  const auto [dictionary, data] = split(bytes, where);
  const Header header = HeaderReader(dictionary, where).read();
  const auto [dtype, item] = dtype_of(*header.type, where);
  if (*header.is_fortran) {
    throw InputError("its array is in Fortran order; save numpy.ascontiguousarray of it", where);
  }
  uint64_t expected = item;
  for (const int64_t size : *header.shape) {
    if (__builtin_mul_overflow(expected, static_cast<uint64_t>(size), &expected)) {
      throw InputError("the shape of its array is too large", where);
    }
  }
  if (data.size() != expected) {
    throw InputError(fmt::format("{}: its array takes {} bytes, and {} follow the header",
                                 data.size() < expected ? "cut short" : "has bytes too many",
                                 expected, data.size()),
                     where);
  }
  return {dtype, *header.shape, data};
}

}  // namespace lingan
