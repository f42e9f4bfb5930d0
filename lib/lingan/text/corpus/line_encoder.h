/// Lines to ids, a block at a time.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <lingan/text/corpus/line_block.h>
#include <lingan/text/tokenizer/tokenizer.h>

namespace lingan {

/// Encodes blocks of lines by a tokenizer, wherever it does so.
class LineEncoder {
 public:
  virtual ~LineEncoder() = default;

  virtual const Tokenizer& tokenizer() const = 0;

  /// The ids of every line, those that Tokenizer::encode gives.
  /// @param name  the file's: an InputError has `name:line: ` before its message.
  virtual std::vector<std::vector<int32_t>> encode(const std::vector<NumberedLine>& block,
                                                   const std::string& name) const = 0;
};

/// Encodes on the CPU, lines shared between threads.
class CpuLineEncoder final : public LineEncoder {
 public:
  /// @param tokenizer  must live as long as the encoder.
  explicit CpuLineEncoder(const Tokenizer& tokenizer) : tokenizer_(tokenizer) {}

  const Tokenizer& tokenizer() const override { return tokenizer_; }
  std::vector<std::vector<int32_t>> encode(const std::vector<NumberedLine>& block,
                                           const std::string& name) const override;

 private:
  const Tokenizer& tokenizer_;
};

}  // namespace lingan
