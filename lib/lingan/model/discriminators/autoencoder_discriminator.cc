/// An auto-encoder, whose error is an energy: low for sentences like those that it has learned to
/// reconstruct, Zhao, Mathieu & LeCun 2017 (EBGAN), sec. 2.3; Berthelot, Schumm & Metz 2017
/// (BEGAN), sec. 3. With x_t the vectors of a sentence of L tokens,
///   C(x) = -1/L sum over t <= L of |Dec(Enc(x))_t - x_t|^2 / E
/// Enc is the maxima over time of window filters (Kim 2014) and a linear code of W numbers, Dec a
/// linear layer for all positions.
///
/// The table of embeddings is never trained. What the papers reconstruct are pixels, which no
/// training moves; vectors that D or G could move would become equal, so that any sentence has an
/// energy of 0. A table of its own is drawn from the unit normal distribution, so that the
/// energy of a decoder that knows nothing is about 1: the unit of a margin.
#include <lingan/model/discriminators/autoencoder_discriminator.h>

#include <string>

#include <fmt/format.h>

#include <lingan/base/error.h>
#include <lingan/model/discriminators/convolutional_weights.h>
#include <lingan/model/discriminators/window_discriminator.h>
#include <lingan/model/layers/max_over_time.h>
#include <lingan/model/layers/token_pooling.h>
#include <lingan/model/sentences/sentences.h>

namespace lingan {
namespace {

/// Parameters of its network: those of the filters; code_weight [W, F], code_bias [W];
/// decoder_weight [T E, W], decoder_bias [T E]. It has no output layer. Its features are the code.
class AutoencoderDiscriminator final : public WindowDiscriminator {
 public:
  AutoencoderDiscriminator(const DiscriminatorOptions& options, RandomStream stream)
      : WindowDiscriminator(options) {
    register_weights();
    draw_convolutional_weights("torch", *this, stream);
    settle_norms();
    if (options.embeddings != "generator") embeddings().set_requires_grad(false);
  }

  torch::Tensor features(const Sentences& sentences) override {
    return code(read(sentences).vectors);
  }

  torch::Tensor logits(const Sentences& sentences) override {
    const auto [vectors, is_token] = read(sentences);
    const auto decoded = torch::linear(code(vectors), used(decoder_weight_), decoder_bias_);
    const auto errors = (decoded.view_as(vectors) - vectors).square().mean(2);  // [B, T]
    return -(errors * is_token).sum(1) / is_token.sum(1).clamp_min(1);
  }

 private:
  void register_weights() {
    const int64_t length = options().length, embedding_width = options().embedding_width;
    const int64_t filters = add_filters(embedding_width);
    const int64_t code_width = options().own.get<AutoencoderDiscriminatorOptions>().code_width;
    code_weight_ = add("code_weight", {code_width, filters});
    code_bias_ = add("code_bias", {code_width});
    decoder_weight_ = add("decoder_weight", {length * embedding_width, code_width});
    decoder_bias_ = add("decoder_bias", {length * embedding_width});
    add_latent(code_width);
  }

  struct Read {
    torch::Tensor vectors;   ///< [B, T, E], 0 in place of pads
    torch::Tensor is_token;  ///< [B, T] bool
  };

  Read read(const Sentences& sentences) const {
    const torch::Tensor vectors = embedded(sentences);
    if (vectors.size(1) != options().length) {
      throw UsageError(fmt::format("sentences of width {}: expected discriminator.length = {}",
                                   vectors.size(1), options().length));
    }
    const torch::Tensor is_token = inside(lengths_of(sentences, vectors), vectors.size(1));
    return {vectors * is_token.unsqueeze(2), is_token};
  }

  /// [B, T, E] -> [B, W].
  torch::Tensor code(const torch::Tensor& vectors) const {
    const torch::Tensor maxima = max_over_time(vectors, filter_weights(), filter_biases());
    return torch::linear(dropped(maxima), used(code_weight_), code_bias_);
  }

  torch::Tensor code_weight_, code_bias_, decoder_weight_, decoder_bias_;
};

}  // namespace

std::shared_ptr<Discriminator> make_autoencoder_discriminator(const DiscriminatorOptions& options,
                                                              RandomStream stream) {
  return std::make_shared<AutoencoderDiscriminator>(options, stream);
}

}  // namespace lingan
