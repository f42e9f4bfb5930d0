/// A discriminator that is linear in its vectors.
#pragma once

#include "tests/gan/toy.h"

namespace lingan::testing {

/// C = sum_t <w_t, x_t>: first-order changes of it are exact.
class LinearDiscriminator : public Discriminator {
 public:
  LinearDiscriminator(int64_t vocabulary, int64_t length) {
    torch::manual_seed(6);
    table_ = register_parameter("table", torch::randn({vocabulary, 3}));
    weight_ = register_parameter("weight", torch::randn({length * 3}));
  }
  torch::Tensor features(const Sentences& s) override {
    return (s.vectors.defined() ? s.vectors : torch::embedding(table_, s.tokens)).flatten(1);
  }
  torch::Tensor logits(const Sentences& s) override { return features(s).matmul(weight_); }
  torch::Tensor embeddings() const override { return table_; }
  torch::Tensor penalty() const override { return torch::zeros({}); }
  const DiscriminatorOptions& options() const override { return options_; }

 private:
  torch::Tensor table_, weight_;
  DiscriminatorOptions options_;
};

}  // namespace lingan::testing
