/// What discriminators of window filters with max over time share: Kim 2014.
#pragma once

#include <vector>

#include <lingan/model/discriminators/embedding_discriminator.h>

namespace lingan {

/// Parameters of its filters, of each entry N of the options' table: filter_weight_N [F_N, w_N, E]
/// and filter_bias_N [F_N]. Widths are cut to the sentence length.
class WindowDiscriminator : public EmbeddingDiscriminator {
 public:
  /// Filters as they are used.
  std::vector<torch::Tensor> filter_weights() const;
  const std::vector<torch::Tensor>& filter_biases() const { return filter_biases_; }

 protected:
  /// Checks the options.  @throws UsageError if they are out of range, or do not go together.
  explicit WindowDiscriminator(const DiscriminatorOptions& options);

  /// Registers the filters.
  /// @param width  E, of the vectors that they see.  @return F, the number of all.
  int64_t add_filters(int64_t width);

 private:
  std::vector<torch::Tensor> filter_weights_, filter_biases_;
};

}  // namespace lingan
