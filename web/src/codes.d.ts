declare module 'codes:all' {
    const codes: { states: Record<string, string>; labels: Record<string, string> };
    export default codes;
}
