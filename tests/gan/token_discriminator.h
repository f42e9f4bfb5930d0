/// A discriminator that judges tokens.
#pragma once

#include <lingan/model/discriminators/recurrent_discriminator.h>

#include "tests/gan/toy.h"

namespace lingan::testing {

/// C_t = tanh(x_1 + ... + x_t) u, x the vectors.
class TokenDiscriminator : public Discriminator {
 public:
  explicit TokenDiscriminator(int64_t vocabulary) {
    options_.kind = "recurrent";
    options_.own.get<RecurrentDiscriminatorOptions>().judges = "tokens";
    torch::manual_seed(6);
    table_ = register_parameter("table", torch::randn({vocabulary, 3}));
    output_ = register_parameter("output", 2 * torch::randn({3}));
  }
  torch::Tensor features(const Sentences& s) override { return states(s).mean(1); }
  torch::Tensor logits(const Sentences& s) override { return states(s).matmul(output_); }
  torch::Tensor embeddings() const override { return table_; }
  torch::Tensor penalty() const override { return torch::zeros({}, table_.options()); }
  const DiscriminatorOptions& options() const override { return options_; }

 private:
  torch::Tensor states(const Sentences& s) const {
    return torch::tanh(to_vectors(s, table_).cumsum(1));
  }

  torch::Tensor table_, output_;
  DiscriminatorOptions options_;
};

}  // namespace lingan::testing
