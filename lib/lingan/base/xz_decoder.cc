#include <lzma.h>

#include <new>
#include <utility>

#include <lingan/base/decompression.h>

namespace lingan {
namespace {

// What `xz -9` needs is 65 MiB; a file may ask for 4 GiB.
constexpr uint64_t kMaximumMemory = uint64_t{256} << 20;

class XzDecoder : public Decoder {
 public:
  XzDecoder() { start(); }
  ~XzDecoder() override { ::lzma_end(&state_); }
  XzDecoder(const XzDecoder&) = delete;
  XzDecoder& operator=(const XzDecoder&) = delete;

  std::string_view format() const override { return "xz"; }
  bool may_end() const override { return is_between_; }

  std::string_view decode(std::string_view& packed, std::span<char>& free, bool is_end) override {
    if (is_between_ && packed.empty()) return {};
    if (std::exchange(is_between_, false)) start();
    state_.next_in = reinterpret_cast<const uint8_t*>(packed.data());
    state_.avail_in = packed.size();
    state_.next_out = reinterpret_cast<uint8_t*>(free.data());
    state_.avail_out = free.size();
    const lzma_ret answer = ::lzma_code(&state_, is_end ? LZMA_FINISH : LZMA_RUN);
    packed.remove_prefix(packed.size() - state_.avail_in);
    free = free.subspan(free.size() - state_.avail_out);
    is_between_ = answer == LZMA_STREAM_END;
    return fault(answer);
  }

 private:
  void start() {
    if (::lzma_stream_decoder(&state_, kMaximumMemory, 0) != LZMA_OK) throw std::bad_alloc();
  }

  static std::string_view fault(lzma_ret answer) {
    switch (answer) {
      case LZMA_OK:
      case LZMA_STREAM_END:
      case LZMA_BUF_ERROR:
        return {};
      case LZMA_MEM_ERROR:
        throw std::bad_alloc();
      case LZMA_MEMLIMIT_ERROR:
        return "they need more than 256 MiB to unpack";
      case LZMA_OPTIONS_ERROR:
        return "they use what this liblzma does not know";
      default:
        return "no xz stream, or a checksum is wrong";
    }
  }

  lzma_stream state_ = LZMA_STREAM_INIT;
  bool is_between_ = false;
};

}  // namespace

std::unique_ptr<Decoder> make_xz_decoder() { return std::make_unique<XzDecoder>(); }

}  // namespace lingan
