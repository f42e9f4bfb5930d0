#include <lingan/model/generators/token_vectors.h>

#include <fmt/format.h>

#include <lingan/base/error.h>
#include <lingan/model/generators/generator_file.h>

namespace lingan {

void TokenVectors::copy_to(const torch::Tensor& table, const char* key) const {
  if (table.size(1) != values.size(1)) {
    throw UsageError(fmt::format("{} = {}: the word vectors have {} numbers each; set it to {}",
                                 key, table.size(1), values.size(1), values.size(1)));
  }
  const torch::NoGradGuard no_gradient;
  table.index_copy_(0, ids.to(table.device(), torch::kInt64), values.to(table.device()));
}

TensorFile TokenVectors::to_file() const {
  return {.tensors = {{"ids", ids}, {"vectors", values}}, .metadata = {}};
}

TokenVectors TokenVectors::from_file(const TensorFile& file, int64_t vocabulary_size) {
  TokenVectors result{tensor_of(file, "ids", {-1}), tensor_of(file, "vectors", {-1, -1})};
  const bool fits =
      result.ids.scalar_type() == torch::kInt32 && result.values.scalar_type() == torch::kFloat32 &&
      result.ids.size(0) == result.values.size(0) && result.ids.min().item<int>() >= 0 &&
      result.ids.max().item<int>() < vocabulary_size;
  if (!fits) throw InputError("ids and vectors do not fit together, or not the vocabulary");
  return result;
}

}  // namespace lingan
