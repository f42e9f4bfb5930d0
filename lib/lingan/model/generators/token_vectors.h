/// Word vectors as the first embeddings of a network.
#pragma once

#include <lingan/model/tensor_file.h>
#include <lingan/model/torch.h>

namespace lingan {

/// Vectors of some tokens, from elsewhere.
struct TokenVectors {
  torch::Tensor ids;     ///< [K] int32
  torch::Tensor values;  ///< [K, E] float32

  /// Whether there are any; else the tensors are undefined.
  bool defined() const { return values.defined(); }
  /// Writes them into a table [V, E]; its other rows stay as they are.
  /// @param key  of the table's width, for the message.  @throws UsageError for another width.
  void copy_to(const torch::Tensor& table, const char* key) const;

  /// A file of its own, and back.
  TensorFile to_file() const;
  /// @throws InputError if the tensors are missing or malformed, or an id is not in 0..V-1.
  static TokenVectors from_file(const TensorFile& file, int64_t vocabulary_size);
};

}  // namespace lingan
