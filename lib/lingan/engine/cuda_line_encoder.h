/// Lines to the ids of a SentencePiece model, on a CUDA device.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <lingan/engine/cuda/table.h>
#include <lingan/text/corpus/line_encoder.h>

namespace lingan::engine {

/// The encoder of a corpus: on the active CUDA device (see set_active_cuda) for the kinds `unigram`
/// and `bpe`, else on the CPU. The ids are the same.
/// @param tokenizer  must live as long as the encoder.
/// @throws IoError if the device lacks the memory.
std::unique_ptr<LineEncoder> make_line_encoder(const Tokenizer& tokenizer);

/// Encodes on a device, a line by a thread. Text is normalized on the CPU before, and lines that
/// would keep the others waiting or that need much memory are encoded there.
class CudaLineEncoder final : public LineEncoder {
 public:
  /// @param table      must live as long as the encoder.
  /// @param tokenizer  with a subword_model() that has no unused pieces; must live as long, too.
  /// @throws IoError if the device lacks the memory.
  CudaLineEncoder(const cuda::Table& table, const Tokenizer& tokenizer);
  ~CudaLineEncoder() override;
  CudaLineEncoder(const CudaLineEncoder&) = delete;
  CudaLineEncoder& operator=(const CudaLineEncoder&) = delete;

  const Tokenizer& tokenizer() const override { return tokenizer_; }
  std::vector<std::vector<int32_t>> encode(const std::vector<NumberedLine>& block,
                                           const std::string& name) const override;

 private:
  const cuda::Table& table_;
  const Tokenizer& tokenizer_;
  cuda::Encoder* encoder_ = nullptr;
};

}  // namespace lingan::engine
