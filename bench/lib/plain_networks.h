/// The same networks out of torch's own operations, as the published PyTorch programs write them:
/// what rivals run. They borrow lingan's weights, or copies of another type.
#pragma once

#include <string>
#include <vector>

#include <lingan/model/torch.h>

#include <lingan/model/discriminators/discriminator.h>
#include <lingan/model/generators/generator.h>

namespace lingan::bench {

/// An LSTM language model: embedding, lstm, linear.
class PlainGenerator {
 public:
  /// @param type  of weights and activations.
  explicit PlainGenerator(const Generator& weights, torch::ScalarType type = torch::kFloat32);

  /// Teacher-forced logits. @param tokens  [B, T].  @return [B, T, V].
  torch::Tensor logits(const torch::Tensor& tokens) const;

  /// The state before anything was fed.
  std::vector<torch::Tensor> initial_state(int64_t rows) const;
  /// Feeds a token to each row. @param tokens  [B].  @param state  read and replaced.
  /// @return logits [B, V].
  torch::Tensor feed(const torch::Tensor& tokens, std::vector<torch::Tensor>& state) const;
  /// Feeds bos to `rows` rows. @param state  written.
  torch::Tensor start(int64_t rows, std::vector<torch::Tensor>& state) const;

  /// The vectors [B, T, E] of what is fed for tokens [B, T]: bos, and all but the last of them.
  torch::Tensor fed_vectors(const torch::Tensor& tokens) const;
  /// The LSTM over vectors [B, T, E]. @param state  read and replaced. @return [B, T, H].
  torch::Tensor read(const torch::Tensor& vectors, std::vector<torch::Tensor>& state) const;
  /// The output layer. @param hidden  [..., H]. @return [..., V].
  torch::Tensor logits_of(const torch::Tensor& hidden) const;
  /// A weight by its name in Generator::named_parameters().
  torch::Tensor weight(const std::string& name) const { return weights_[name]; }

 private:
  GeneratorOptions options_;
  torch::OrderedDict<std::string, torch::Tensor> weights_;
  std::vector<torch::Tensor> cell_;
};

/// conv2d, ReLU, max_pool and the highway layer as separate operations.
class PlainDiscriminator final : public Discriminator {
 public:
  /// @param type  of weights and activations.
  explicit PlainDiscriminator(const Discriminator& weights,
                              torch::ScalarType type = torch::kFloat32);

  torch::Tensor features(const Sentences& sentences) override;
  torch::Tensor logits(const Sentences& sentences) override;
  /// @param tokens  [B, T].
  torch::Tensor logits(const torch::Tensor& tokens);
  /// @param vectors  [B, T, E], of the words. @return as logits().
  torch::Tensor logits_of_vectors(const torch::Tensor& vectors);
  torch::Tensor embeddings() const override { return weights_["embedding"]; }
  torch::Tensor penalty() const override { return torch::zeros({}); }
  const DiscriminatorOptions& options() const override { return options_; }

 private:
  torch::Tensor features_of(const torch::Tensor& vectors) const;
  torch::Tensor logits_of_features(torch::Tensor features) const;

  DiscriminatorOptions options_;
  torch::OrderedDict<std::string, torch::Tensor> weights_;
};

/// One token for each row of logits [B, V], as the published programs draw it.
torch::Tensor draw_by_multinomial(const torch::Tensor& logits);

/// The same distribution by running sums and one uniform a row: a careful torch program's way.
torch::Tensor draw_by_inverse(const torch::Tensor& logits);

}  // namespace lingan::bench
