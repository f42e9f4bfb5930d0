/// A generator over positions: Gulrajani et al. 2017, sec. 5.4, and its published program. A latent
/// code becomes T rows of channels, residual blocks of convolutions over the positions change them,
/// and each row is the output layer's input at its position.
#include <lingan/model/generators/convolutional_generator.h>

#include <vector>

#include <fmt/format.h>

#include <lingan/model/generators/generator.h>
#include <lingan/model/option_check.h>

namespace lingan {
namespace {

constexpr double kResidualShare = 0.3;  // of the published program

/// A convolution over positions that keeps their number: [B, H, T] -> [B, H, T].
struct Convolution {
  torch::Tensor weight;  // [H, H, filter width]
  torch::Tensor bias;    // [H]
  torch::Tensor operator()(const torch::Tensor& x) const {
    return torch::conv1d(x, weight, bias, 1, weight.size(2) / 2);
  }
};

/// Parameters of the cell: block_N_first and block_N_second, each weight [H, H, filter width] and
/// bias [H]. The state holds what the output layer is given at the positions to come, [T, B, H]; a
/// longer sentence begins again with the first.
class ConvolutionalGenerator final : public Generator {
 public:
  ConvolutionalGenerator(const GeneratorOptions& options, const ConvolutionalOptions& own,
                         RandomStream stream)
      : Generator(options) {
    for (int64_t i = 0; i < options.layers; ++i) {
      for (const char* place : {"first", "second"}) {
        convolutions_.push_back(add(fmt::format("block_{}_{}", i, place), own.filter_width));
      }
    }
    finish(stream);
    // What is fed has no effect.
    if (!options.tied_embeddings) embeddings().set_requires_grad(false);
  }

  bool is_autoregressive() const override { return false; }

  std::vector<torch::Tensor> initial_state(int64_t rows) const override {
    return {torch::zeros({options().length, rows, options().hidden_width}, embeddings().options())};
  }

  std::vector<torch::Tensor> initial_state(const torch::Tensor& code) const override {
    torch::Tensor x = latent_sums(code).permute({1, 2, 0});  // [B, H, T]
    for (size_t i = 0; i < convolutions_.size(); i += 2) {
      const torch::Tensor inner = convolutions_[i](torch::relu(x));
      x = x + kResidualShare * convolutions_[i + 1](torch::relu(inner));
    }
    return {x.permute({2, 0, 1}).contiguous()};
  }

  torch::Tensor advance(const torch::Tensor&, std::vector<torch::Tensor>& state) override {
    torch::Tensor hidden = state[0][0];
    state[0] = state[0].roll(-1, 0);
    return hidden;
  }

 private:
  Convolution add(const std::string& name, int64_t filter_width) {
    const int64_t width = options().hidden_width;
    return {register_parameter(name + "_weight", torch::empty({width, width, filter_width})),
            register_parameter(name + "_bias", torch::empty({width}))};
  }

  std::vector<Convolution> convolutions_;  // two of each block
};

}  // namespace

std::shared_ptr<Generator> make_convolutional_generator(const GeneratorOptions& options,
                                                        RandomStream stream) {
  check_range("generator.length", options.length, 1, kLongestSentence);
  check_range("generator.latent_width", options.latent_width, 1, kMaximumLatentWidth);
  return std::make_shared<ConvolutionalGenerator>(options, options.own.get<ConvolutionalOptions>(),
                                                  stream);
}

}  // namespace lingan
