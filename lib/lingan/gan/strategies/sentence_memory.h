/// The latest sentences that a generator drew in earlier steps.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include <lingan/model/torch.h>

#include <lingan/base/random.h>
#include <lingan/model/sentences/sentences.h>

namespace lingan {

/// Keeps sentences where they are.
class SentenceMemory {
 public:
  /// @param capacity  sentences, >= 1.
  explicit SentenceMemory(int64_t capacity) : capacity_(capacity) {}

  bool is_empty() const { return !kept_.tokens.defined(); }

  /// The oldest give way.
  /// @param sentences  hard, of the same width every time, with lengths.
  void add(const Sentences& sentences);

  /// Any of them, with replacement; row r by row first_row + r of the stream.
  /// REQUIRES: not is_empty().
  Sentences draw(RandomStream stream, uint64_t first_row, int64_t rows) const;

  /// As Strategy::state() and restore().
  std::map<std::string, torch::Tensor> state() const;
  void restore(const std::map<std::string, torch::Tensor>& state);

 private:
  int64_t capacity_;
  Sentences kept_;  // oldest first
};

}  // namespace lingan
