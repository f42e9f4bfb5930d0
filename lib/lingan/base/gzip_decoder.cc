#include <zlib.h>

#include <algorithm>
#include <new>
#include <utility>

#include <lingan/base/decompression.h>

namespace lingan {
namespace {

constexpr int kGzipOnly = 16 + MAX_WBITS;

class GzipDecoder : public Decoder {
 public:
  GzipDecoder() {
    if (::inflateInit2(&state_, kGzipOnly) != Z_OK) throw std::bad_alloc();
  }
  ~GzipDecoder() override { ::inflateEnd(&state_); }
  GzipDecoder(const GzipDecoder&) = delete;
  GzipDecoder& operator=(const GzipDecoder&) = delete;

  std::string_view format() const override { return "gzip"; }
  bool may_end() const override { return is_between_; }

  std::string_view decode(std::string_view& packed, std::span<char>& free, bool) override {
    if (is_between_ && packed.empty()) return {};
    if (std::exchange(is_between_, false)) ::inflateReset(&state_);
    state_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    state_.avail_in = static_cast<uInt>(packed.size());
    state_.next_out = reinterpret_cast<Bytef*>(free.data());
    state_.avail_out = static_cast<uInt>(std::min<size_t>(free.size(), 1U << 30));
    const size_t given = state_.avail_out;
    const int answer = ::inflate(&state_, Z_NO_FLUSH);
    packed.remove_prefix(packed.size() - state_.avail_in);
    free = free.subspan(given - state_.avail_out);
    is_between_ = answer == Z_STREAM_END;
    if (answer == Z_MEM_ERROR) throw std::bad_alloc();
    if (answer == Z_OK || answer == Z_STREAM_END || answer == Z_BUF_ERROR) return {};
    return state_.msg != nullptr ? state_.msg : "a preset dictionary";
  }

 private:
  z_stream state_{};
  bool is_between_ = false;
};

}  // namespace

std::unique_ptr<Decoder> make_gzip_decoder() { return std::make_unique<GzipDecoder>(); }

}  // namespace lingan
