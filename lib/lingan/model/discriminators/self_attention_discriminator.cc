/// A Transformer that sees the whole sentence from each of its tokens: Vaswani et al. 2017, sec. 3,
/// the encoder; the maximum and the mean of its states over the tokens.
#include <lingan/model/discriminators/self_attention_discriminator.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include <lingan/model/discriminators/embedding_discriminator.h>
#include <lingan/model/layers/attention_block.h>
#include <lingan/model/layers/initial_weights.h>
#include <lingan/model/layers/token_pooling.h>
#include <lingan/model/sentences/sentences.h>

namespace lingan {
namespace {

/// Parameters of its network: input [H, E]; the blocks' (attention_block.h); norm.
class SelfAttentionDiscriminator final : public EmbeddingDiscriminator {
 public:
  SelfAttentionDiscriminator(const DiscriminatorOptions& options, RandomStream stream)
      : EmbeddingDiscriminator(options),
        own_(options.own.get<SelfAttentionDiscriminatorOptions>()) {
    register_weights();
    initialize(stream);
    settle_norms();
  }

  torch::Tensor features(const Sentences& sentences) override {
    const torch::Tensor vectors = embedded(sentences);
    const torch::Tensor lengths = lengths_of(sentences, vectors);
    const auto is_pad = inside(lengths, vectors.size(1)).logical_not();  // [B, T]
    return with_deviation(
        maximum_and_mean(run(vectors, is_pad), lengths, -std::numeric_limits<double>::infinity()));
  }

  torch::Tensor logits(const Sentences& sentences) override {
    return output(last_layer(features(sentences)), sentences.labels);
  }

 private:
  void register_weights() {
    input_ = add_linear(*this, "input", own_.hidden_width, options().embedding_width);
    const AttentionBlockShape shape{.width = own_.hidden_width,
                                    .feed_forward_width = own_.feed_forward_width,
                                    .heads = own_.heads};
    for (int64_t i = 0; i < own_.layers; ++i) {
      blocks_.push_back(add_attention_block(*this, i, shape));
    }
    norm_ = add_layer_norm(*this, "norm", own_.hidden_width);
    for (const auto& item : named_parameters()) {
      if (item.value().dim() == 2 && !is_table(item.value())) normalise(item.key(), item.value());
    }
    const int64_t features = 2 * own_.hidden_width + batch_features();
    add_output(features, features);
  }

  /// As torch's linear layers: 1 / sqrt(inputs), a bias as the weights before it.
  void initialize(RandomStream stream) {
    InitialWeights draw(stream);
    double bound = 1.0;
    for (auto& parameter : parameters()) {
      if (is_table(parameter)) {
        draw.normal(parameter, 1.0);
        continue;
      }
      if (parameter.dim() == 2) bound = 1.0 / std::sqrt(static_cast<double>(parameter.size(1)));
      draw.uniform(parameter, -bound, bound);
    }
    for (AttentionBlock& block : blocks_) block.reset_norms();
    norm_.reset();
  }

  /// The states of all tokens: [B, T, E] -> [B, T, H].
  /// @param is_pad  [B, T] bool; the first token of a sentence is none.
  torch::Tensor run(const torch::Tensor& vectors, const torch::Tensor& is_pad) const {
    const auto weight = [this](const torch::Tensor& given) { return used(given); };
    const auto positions = torch::arange(vectors.size(1), vectors.options()).unsqueeze(1);
    const torch::Tensor unseen = is_pad.unsqueeze(1).unsqueeze(1);  // [B, 1, 1, T]
    torch::Tensor x = torch::linear(vectors, used(input_.weight), input_.bias) +
                      sinusoids(positions, own_.hidden_width);
    for (const AttentionBlock& stored : blocks_) {
      const AttentionBlock block = stored.with_weights(weight);
      x = x + dropped(block.attend(x, unseen));
      x = x + dropped(block.network(x));
    }
    return norm_(x);
  }

  SelfAttentionDiscriminatorOptions own_;
  LinearLayer input_;
  std::vector<AttentionBlock> blocks_;
  LayerNorm norm_;
};

}  // namespace

std::shared_ptr<Discriminator> make_self_attention_discriminator(
    const DiscriminatorOptions& options, RandomStream stream) {
  return std::make_shared<SelfAttentionDiscriminator>(options, stream);
}

}  // namespace lingan
