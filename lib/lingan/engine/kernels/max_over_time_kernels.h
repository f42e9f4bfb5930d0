/// Window filters over vectors, ReLU and max over time; the gradient goes to the winning window
/// only.
#pragma once

#include <cstdint>

#include <lingan/engine/kernels/team.h>

namespace lingan::engine {

/// The shape of one bank of filters over a batch.
struct ConvolutionShape {
  int64_t length;   ///< T
  int64_t depth;    ///< E
  int64_t width;    ///< w
  int64_t filters;  ///< F

  LINGAN_HD int64_t windows() const { return length - width + 1; }
};

/// The first of the largest values of each filter, where it is positive: a piece is one filter of
/// one row.
struct MaxOverTimeKernel {
  static constexpr int kTeam = kThread;
  static constexpr int kSharedFloats = 0;

  ConvolutionShape shape;
  const float* values;  ///< [rows, windows, F]
  float* maxima;        ///< [rows, F], written
  int32_t* windows;     ///< [rows, F], written: -1 where no value is positive

  template <class Team>
  LINGAN_HD void operator()(Team&, int64_t piece) const {
    const int64_t row = piece / shape.filters, filter = piece % shape.filters;
    const float* value = values + row * shape.windows() * shape.filters + filter;
    float top = 0.0f;
    int32_t at = -1;
    for (int64_t t = 0; t < shape.windows(); ++t) {
      // Written so that NaN wins: a diverged network must not look sound.
      if (!(value[t * shape.filters] <= top)) {
        top = value[t * shape.filters];
        at = static_cast<int32_t>(t);
      }
    }
    maxima[piece] = top;
    windows[piece] = at;
  }
};

/// What both gradients read.
struct MaximaGradient {
  ConvolutionShape shape;
  const float* maxima_gradients;  ///< [rows, F]
  const int32_t* windows;         ///< [rows, F]
};

/// The gradient of vectors: a piece is one number of one vector.
struct VectorGradientKernel {
  static constexpr int kTeam = kThread;
  static constexpr int kSharedFloats = 0;

  MaximaGradient from;
  const float* weight;  ///< [F, w, E]
  float* gradient;      ///< [rows, T, E], added to

  template <class Team>
  LINGAN_HD void operator()(Team&, int64_t piece) const {
    const ConvolutionShape& shape = from.shape;
    const int64_t e = piece % shape.depth, t = piece / shape.depth % shape.length;
    const int64_t row = piece / shape.depth / shape.length;
    float sum = gradient[piece];
    for (int64_t f = 0; f < shape.filters; ++f) {
      const int64_t at = from.windows[row * shape.filters + f];
      if (at < 0 || t < at || t >= at + shape.width) continue;
      sum += from.maxima_gradients[row * shape.filters + f] *
             weight[(f * shape.width + t - at) * shape.depth + e];
    }
    gradient[piece] = sum;
  }
};

/// The gradient of filters: a piece is one weight.
struct FilterGradientKernel {
  static constexpr int kTeam = kThread;
  static constexpr int kSharedFloats = 0;

  MaximaGradient from;
  const float* vectors;  ///< [rows, T, E]
  int64_t rows;
  float* gradient;  ///< [F, w, E], written

  template <class Team>
  LINGAN_HD void operator()(Team&, int64_t piece) const {
    const ConvolutionShape& shape = from.shape;
    const int64_t e = piece % shape.depth, k = piece / shape.depth % shape.width;
    const int64_t f = piece / shape.depth / shape.width;
    float sum = 0.0f;
    for (int64_t row = 0; row < rows; ++row) {
      const int64_t at = from.windows[row * shape.filters + f];
      if (at < 0) continue;
      sum += from.maxima_gradients[row * shape.filters + f] *
             vectors[(row * shape.length + at + k) * shape.depth + e];
    }
    gradient[piece] = sum;
  }
};

/// The gradient of biases: a piece is one filter.
struct FilterBiasGradientKernel {
  static constexpr int kTeam = kThread;
  static constexpr int kSharedFloats = 0;

  MaximaGradient from;
  int64_t rows;
  float* gradient;  ///< [F], written

  template <class Team>
  LINGAN_HD void operator()(Team&, int64_t f) const {
    float sum = 0.0f;
    for (int64_t row = 0; row < rows; ++row) {
      const int64_t at = row * from.shape.filters + f;
      if (from.windows[at] >= 0) sum += from.maxima_gradients[at];
    }
    gradient[f] = sum;
  }
};

}  // namespace lingan::engine
