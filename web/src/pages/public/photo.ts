// Photographs are made smaller before they are handed in: on a slow network the picture of a phone takes minutes.

/** longestSide is of a photograph as it is handed in: small print on a photographed page can still be read. */
const longestSide = 2560 // pixels
const smallEnough = 1024 * 1024 // bytes
const quality = 0.85

/** sizeWithin is the size that keeps the proportions and has no side longer than allowed. */
export function sizeWithin(width: number, height: number, longest: number): { width: number; height: number } {
  const scale = Math.min(1, longest / Math.max(width, height))
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
}

/** reducePhoto is a smaller picture of a large photograph; any other file, and what gets no smaller, is as it was. */
export async function reducePhoto(file: File): Promise<File> {
  if (file.type !== 'image/jpeg' || file.size <= smallEnough) return file
  try {
    const picture = await createImageBitmap(file) // turned as the camera was held
    const { width, height } = sizeWithin(picture.width, picture.height, longestSide)
    const canvas = document.createElement('canvas')
    canvas.width = width
    canvas.height = height
    canvas.getContext('2d')?.drawImage(picture, 0, 0, width, height)
    picture.close()
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', quality))
    return blob && blob.size < file.size ? new File([blob], file.name, { type: 'image/jpeg' }) : file
  } catch {
    return file // what the browser cannot draw the server may still take
  }
}
