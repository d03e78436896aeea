/** saveFile lets the browser keep what is at an address; without a name under the one that the server gives it. */
export function saveFile(url: string, name = ''): void {
  const link = document.createElement('a')
  link.href = url
  link.download = name
  document.body.append(link)
  link.click()
  link.remove()
}
