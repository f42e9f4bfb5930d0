#include <lingan/base/decompression.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <string>
#include <utility>

#include <fmt/format.h>

#include <lingan/base/error.h>

namespace lingan {
namespace {

using namespace std::string_view_literals;

struct Format {
  std::string_view first_bytes;
  std::unique_ptr<Decoder> (*make)();
};

// RFC 1952, section 2.3; the .xz format, section 2.1.1.1; RFC 8878, section 3.1.1.
constexpr std::array kFormats = {
    Format{"\x1F\x8B\x08"sv, make_gzip_decoder}, Format{"\xFD\x37zXZ\0"sv, make_xz_decoder},
    Format{"\x28\xB5\x2F\xFD"sv, make_zstd_decoder},
    Format{"\x50\x2A\x4D\x18"sv, make_zstd_decoder},  // the frame that pzstd begins with
};

struct OtherFormat {
  std::string_view first_bytes;
  std::string_view name;
};

constexpr std::array kOtherFormats = {
    OtherFormat{"BZh91AY&SY"sv, "bzip2"},       OtherFormat{"PK\x03\x04"sv, "zip"},
    OtherFormat{"7z\xBC\xAF\x27\x1C"sv, "7z"},  OtherFormat{"\x04\x22\x4D\x18"sv, "lz4"},
    OtherFormat{"\x1F\x9D"sv, "compress (.Z)"},
};
constexpr size_t kLongestStart = 10;

/// A source with bytes that were read of it put back.
class ResumedSource : public ByteSource {
 public:
  ResumedSource(std::string start, std::unique_ptr<ByteSource> rest)
      : start_(std::move(start)), rest_(std::move(rest)) {}

  size_t read(char* buffer, size_t bytes) override {
    if (given_ == start_.size()) return rest_->read(buffer, bytes);
    const size_t given = std::min(bytes, start_.size() - given_);
    std::memcpy(buffer, start_.data() + given_, given);
    given_ += given;
    return given;
  }
  uint64_t size() const override { return rest_->size(); }
  uint64_t taken() const override { return rest_->taken(); }

 private:
  std::string start_;
  size_t given_ = 0;
  std::unique_ptr<ByteSource> rest_;
};

class UnpackedSource : public ByteSource {
 public:
  UnpackedSource(std::unique_ptr<ByteSource> packed, const Format& format)
      : source_(std::move(packed)), make_(format.make), decoder_(format.make()) {}

  std::string_view format() const { return decoder_->format(); }

  size_t read(char* buffer, size_t bytes) override {
    for (std::span<char> free(buffer, bytes);;) {
      if (packed_.empty() && !ended_) refill();
      const std::string_view fault = decode(free);
      if (free.size() < bytes) return bytes - free.size();
      if (!fault.empty()) fail("are spoiled", fault);
      if (!ended_ || !packed_.empty()) continue;
      if (decoder_->may_end()) return 0;
      if (!is_part()) fail("are spoiled", "something else follows their end");
      fail("end too early", "the file was cut");
    }
  }
  uint64_t taken() const override { return source_->taken(); }

 private:
  void refill() {
    const size_t got = source_->read(buffer_.data(), buffer_.size());
    packed_ = {buffer_.data(), got};
    ended_ = got == 0;
  }

  std::string_view decode(std::span<char>& free) {
    if (decoder_->may_end()) {
      part_.clear();
      packed_.remove_prefix(std::min(packed_.find_first_not_of('\0'), packed_.size()));
    }
    const std::string_view given = packed_;
    const std::string_view fault = decoder_->decode(packed_, free, ended_);
    const size_t taken = given.size() - packed_.size();
    part_ += given.substr(0, std::min(taken, kLongestStart - part_.size()));
    return fault;
  }

  /// Whether the bytes of the last part are the format's, as far as they go.
  bool is_part() const {
    return std::ranges::any_of(kFormats, [this](const Format& format) {
      return format.make == make_ &&
             (part_.starts_with(format.first_bytes) || format.first_bytes.starts_with(part_));
    });
  }

  [[noreturn]] void fail(const char* what, std::string_view why) const {
    throw InputError(fmt::format("the {} data {} after {} bytes ({})", decoder_->format(), what,
                                 source_->taken() - packed_.size(), why));
  }

  std::unique_ptr<ByteSource> source_;
  std::unique_ptr<Decoder> (*make_)();
  std::unique_ptr<Decoder> decoder_;
  std::string part_;  ///< first bytes of the part at hand
  std::array<char, size_t{1} << 16> buffer_;
  std::string_view packed_;
  bool ended_ = false;
};

/// The first bytes of a source, which are read of it.
std::string read_start(ByteSource& source) {
  std::string start(kLongestStart, '\0');
  size_t had = 0;
  for (size_t got = 1; got > 0 && had < start.size(); had += got) {
    got = source.read(start.data() + had, start.size() - had);
  }
  start.resize(had);
  return start;
}

template <typename Formats>
const auto* format_of(const std::string& start, const Formats& formats) {
  const auto known = std::find_if(formats.begin(), formats.end(), [&](const auto& format) {
    return start.starts_with(format.first_bytes);
  });
  return known == formats.end() ? nullptr : &*known;
}

}  // namespace

std::unique_ptr<ByteSource> unpacked(std::unique_ptr<ByteSource> source) {
  std::string start = read_start(*source);
  if (const OtherFormat* known = format_of(start, kOtherFormats)) {
    throw InputError(
        fmt::format("compressed by {}, which is not read here; unpack it", known->name));
  }
  const Format* format = format_of(start, kFormats);
  auto packed = std::make_unique<ResumedSource>(std::move(start), std::move(source));
  if (format == nullptr) return packed;
  auto text = std::make_unique<UnpackedSource>(std::move(packed), *format);
  start = read_start(*text);
  if (format_of(start, kFormats) != nullptr || format_of(start, kOtherFormats) != nullptr) {
    throw InputError(
        fmt::format("compressed twice: what the {} data hold is compressed again; unpack it once",
                    text->format()));
  }
  return std::make_unique<ResumedSource>(std::move(start), std::move(text));
}

}  // namespace lingan
